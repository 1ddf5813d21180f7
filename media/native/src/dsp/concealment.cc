// Packet loss concealment after ITU-T G.711 Appendix I (09/1999), for any rate and without its delay of 3.75 ms.
//
//   history  .......|  period  |            substitution: the last period again and again, from 10 ms on the last two, from 20 ms
//                              ^ gap        on the last three (§I.2.5), so that a long gap does not buzz
//
// Appendix I is silent after 60 ms, which a mean burst on a radio network outlasts. Here the first 80 ms keep half of the loudness at
// least, and what is no voice is repeated in pieces of 45 ms from the start, which do not buzz.
//
// Appendix I delays everything so that it can still change the samples before the gap for an overlap-add. Here the first
// quarter period is moved instead by what the signal had changed within one period, a correction that fades.
#include "dsp/concealment.h"

#include <algorithm>
#include <cmath>

#include "dsp/gain.h"
#include "dsp/pitch.h"

namespace hookswitch {
namespace {

constexpr std::size_t most_periods = 3;
/// Less alike than that from one period to the next: no voice.
constexpr float least_voiced = 0.5F;
constexpr float full_ms = 10;
constexpr float good_ms = 80;
constexpr float level_when_good_ends = 0.5F;

}  // namespace

float Concealment::level(float gap_ms) {
  if (gap_ms <= full_ms) return 1.0F;
  if (gap_ms <= good_ms) return 1.0F - (1.0F - level_when_good_ends) * (gap_ms - full_ms) / (good_ms - full_ms);
  return std::max(0.0F, level_when_good_ends * (kAudibleMs - gap_ms) / (kAudibleMs - good_ms));
}

Concealment::Concealment(int rate)
    : rate_(static_cast<std::size_t>(rate)), min_lag_(rate_ / 200), max_lag_(rate_ * 15 / 1000) {
  // Three of the longest periods and the quarter before them: 48.75 ms, as Appendix I §I.2.1.
  history_.resize(most_periods * max_lag_ + max_lag_ / 4);
  past_.resize(history_.size());
  cycle_.resize(most_periods * max_lag_);
  old_cycle_.resize(cycle_.size());
}

void Concealment::reset() {
  std::fill(history_.begin(), history_.end(), std::int16_t{0});
  gap_samples_ = 0;
}

void Concealment::good(std::span<std::int16_t> frame) {
  if (gap_samples_ > 0) {
    // §I.2.7: a quarter period, and 4 ms more for each 10 ms of the gap beyond the first, 10 ms at most.
    const std::size_t ten_ms = rate_ / 100;
    const std::size_t beyond = gap_samples_ > ten_ms ? gap_samples_ - ten_ms : 0;
    const std::size_t overlap = std::min({quarter_ + beyond * 4 / 10, ten_ms, frame.size()});
    for (std::size_t i = 0; i < overlap; ++i) {
      const float weight = static_cast<float>(i + 1) / static_cast<float>(overlap + 1);
      const float mixed = weight * frame[i] + (1.0F - weight) * next_substitute();
      frame[i] = saturate(static_cast<int>(std::lrintf(mixed)));
    }
    gap_samples_ = 0;
  }
  remember(frame);
}

void Concealment::lost(std::span<std::int16_t> frame) {
  if (gap_samples_ == 0) begin_gap();
  for (std::int16_t& sample : frame) sample = saturate(static_cast<int>(std::lrintf(next_substitute())));
  remember(frame);
}

void Concealment::begin_gap() {
  past_ = history_;
  // §I.2.3: a window of 20 ms, every second sample at 8 kHz.
  const Pitch pitch = find_pitch(past_, rate_ / 50, min_lag_, max_lag_, rate_ / 4000);
  voiced_ = pitch.correlation >= least_voiced;
  lag_ = voiced_ ? pitch.lag : max_lag_;
  quarter_ = lag_ / 4;
  periods_ = 0;
  overlap_left_ = 0;
  repeat_periods(voiced_ ? 1 : most_periods);
  const std::size_t end = past_.size();
  offset_ = static_cast<float>(past_[end - 1]) - static_cast<float>(past_[end - 1 - lag_]);
}

void Concealment::repeat_periods(std::size_t periods) {
  const bool first = periods_ == 0;
  if (!first) {
    std::swap(cycle_, old_cycle_);
    old_length_ = cycle_length_;
    old_position_ = cycle_position_;
    overlap_left_ = quarter_;
  }
  periods_ = periods;
  cycle_length_ = periods * lag_;
  cycle_position_ = first ? 0 : cycle_position_ % lag_;
  const std::size_t end = past_.size();
  const std::size_t begin = end - cycle_length_;
  for (std::size_t i = 0; i < cycle_length_; ++i) cycle_[i] = past_[begin + i];
  // The end of the cycle goes over into what led up to its beginning, so that it closes without a step (§I.2.4).
  for (std::size_t i = 0; i < quarter_; ++i) {
    const float weight = static_cast<float>(i + 1) / static_cast<float>(quarter_ + 1);
    const std::size_t tail = cycle_length_ - quarter_ + i;
    cycle_[tail] = (1.0F - weight) * cycle_[tail] + weight * past_[begin - quarter_ + i];
  }
}

float Concealment::next_substitute() {
  const std::size_t ten_ms = rate_ / 100;
  if (periods_ < most_periods && (gap_samples_ == ten_ms || gap_samples_ == 2 * ten_ms)) repeat_periods(periods_ + 1);
  const std::size_t at = gap_samples_++;
  const float loudness = level(static_cast<float>(at * 10) / static_cast<float>(ten_ms));
  if (loudness == 0.0F) return 0.0F;
  float sample = periodic_sample();
  if (at < quarter_) sample += offset_ * static_cast<float>(quarter_ - at) / static_cast<float>(quarter_ + 1);
  return sample * loudness;
}

float Concealment::periodic_sample() {
  float sample = cycle_[cycle_position_];
  if (++cycle_position_ == cycle_length_) cycle_position_ = 0;
  if (overlap_left_ > 0) {
    const float weight = static_cast<float>(overlap_left_) / static_cast<float>(quarter_ + 1);
    sample = (1.0F - weight) * sample + weight * old_cycle_[old_position_];
    if (++old_position_ == old_length_) old_position_ = 0;
    --overlap_left_;
  }
  return sample;
}

void Concealment::remember(std::span<const std::int16_t> frame) {
  if (frame.size() >= history_.size()) {
    const auto end = frame.last(history_.size());
    std::copy(end.begin(), end.end(), history_.begin());
    return;
  }
  const auto shift = static_cast<std::ptrdiff_t>(frame.size());
  std::copy(history_.begin() + shift, history_.end(), history_.begin());
  std::copy(frame.begin(), frame.end(), history_.end() - shift);
}

}  // namespace hookswitch
