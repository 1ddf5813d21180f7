// The play-out side of a session.
#include "jitter/jitter_buffer.h"

#include <algorithm>

namespace hookswitch {

namespace {
constexpr int kTickMs = 10;
/// Audio this far from its target is moved at once; less is moved when nothing was for a while, or not worth an intervention.
constexpr int64_t kHysteresisUs = 15'000;
constexpr int64_t kFineUs = 12'000;
/// Too short is worse than too long: the packet that comes last in its turn is missed.
constexpr int64_t kShortUs = 500;
constexpr int64_t kFineEveryMs = 1000;
/// Further away than this is another time line: the sender started again.
constexpr int64_t kJumpUs = 2'000'000;
/// So many packets in a row came too late to be of use: the network became slower by more than the buffer follows.
constexpr int kLateResync = 6;
/// After this the concealment has faded out and what is missing is silence.
constexpr int64_t kAudibleMs = Concealment::kAudibleMs;
constexpr int64_t kIdleMs = 1000;
constexpr int64_t kStretchEveryMs = 60;
/// So far off that a seam that might be heard is the smaller evil, as in music or noise that never repeats.
constexpr int64_t kFarUs = 60'000;
constexpr float kAudibleSeam = 0.3F;
constexpr size_t kStretchTicks = 3;
}  // namespace

JitterBuffer::JitterBuffer(int core_rate)
    : core_rate_(core_rate),
      tick_(static_cast<size_t>(core_rate / 100)),
      concealment_(core_rate),
      time_stretch_(core_rate) {
  ready_.reserve(static_cast<size_t>(core_rate));
  stretched_.resize(static_cast<size_t>(core_rate));
}

void JitterBuffer::reset() {
  store_.clear();
  estimator_.reset();
  concealment_.reset();
  anchored_ = false;
  late_in_a_row_ = 0;
  ready_.clear();
  since_good_ms_ = kIdleMs;
  paused_ = false;
  // Hostile jumps must not add up to an overflow.
  newest_extended_ = 0;
}

int64_t JitterBuffer::media_us(uint32_t timestamp) {
  newest_extended_ += static_cast<int32_t>(timestamp - newest_);
  newest_ = timestamp;
  return us(newest_extended_);
}

int64_t JitterBuffer::playout_delay_us(int64_t now_us) {
  const auto pending = static_cast<int64_t>(ready_.size()) * 1'000'000 / core_rate_;
  const int64_t next_us = us(newest_extended_ + static_cast<int32_t>(next_ - newest_));
  return now_us - (next_us - pending) - estimator_.base_us();
}

void JitterBuffer::anchor(uint32_t timestamp) {
  next_ = timestamp - units(int64_t{estimator_.target_ms()} * 1000);
  ready_.clear();
  anchored_ = true;
}

void JitterBuffer::configure(const DelaySettings& settings) {
  estimator_.configure(settings);
  reset();
}

bool JitterBuffer::insert(uint32_t timestamp, uint8_t payload_type, std::span<const uint8_t> payload, int clock_rate,
                          int64_t now_us) {
  if (clock_rate <= 0) return false;
  if (clock_rate != clock_rate_) {
    reset();
    clock_rate_ = clock_rate;
  }
  int64_t transit_us = now_us - media_us(timestamp);
  const int64_t off_us = transit_us - estimator_.base_us();
  if (estimator_.started() && (off_us > kJumpUs || off_us < -kJumpUs || late_in_a_row_ >= kLateResync)) {
    reset();
    ++statistics_.resyncs;
    transit_us = now_us;
  }
  estimator_.add(transit_us, now_us);
  if (!anchored_) anchor(timestamp);
  // Half a packet is better than none: only what is over as a whole is late.
  const uint32_t usable = packet_units_ > 0 ? packet_units_ : 1;
  if (static_cast<int32_t>(timestamp + usable - 1 - next_) < 0) {
    ++statistics_.late;
    ++late_in_a_row_;
    return false;
  }
  late_in_a_row_ = 0;
  const auto outcome = store_.insert(timestamp, payload_type, payload);
  if (outcome == PacketStore::Outcome::full) ++statistics_.overflowed;
  return outcome == PacketStore::Outcome::stored;
}

bool JitterBuffer::decode_front(DecoderBank& decoders) {
  const PacketStore::Packet& packet = store_.front();
  const auto early = static_cast<int32_t>(packet.timestamp - next_);
  if (early > 0) return false;
  const size_t before = ready_.size();
  decoders.decode(packet.payload_type, packet.payload(), ready_);
  const auto length = static_cast<int64_t>(ready_.size() - before) * clock_rate_ / core_rate_;
  // What was played already, or was concealed, is not played again.
  const auto played = std::min<int64_t>(-static_cast<int64_t>(early), length);
  const auto skipped = static_cast<std::ptrdiff_t>(played * core_rate_ / clock_rate_);
  const auto begin = ready_.begin() + static_cast<std::ptrdiff_t>(before);
  ready_.erase(begin, begin + skipped);
  next_ += static_cast<uint32_t>(length - played);
  packet_units_ = static_cast<uint32_t>(length);
  store_.pop_front();
  if (ready_.size() > before) {
    concealment_.good(std::span(ready_).subspan(before));
    since_good_ms_ = 0;
    paused_ = false;
  }
  return true;
}

/// The packet that waits may carry what was lost just before it.
bool JitterBuffer::recover(DecoderBank& decoders) {
  if (store_.empty()) return false;
  const PacketStore::Packet& packet = store_.front();
  const uint32_t missing = packet.timestamp - next_;
  if (missing == 0 || missing > packet_units_) return false;
  const size_t samples = missing * static_cast<size_t>(core_rate_) / static_cast<size_t>(clock_rate_);
  const size_t before = ready_.size();
  if (samples % tick_ != 0 || !decoders.decode_redundancy(packet.payload_type, packet.payload(), samples, ready_)) return false;
  next_ += missing;
  concealment_.good(std::span(ready_).subspan(before));
  since_good_ms_ = 0;
  statistics_.recovered_ms += static_cast<int64_t>(samples / tick_) * kTickMs;
  return true;
}

/// 10 ms that did not come: comfort noise in a pause, else what the codec or our own concealment makes of it.
void JitterBuffer::substitute(DecoderBank& decoders) {
  const size_t before = ready_.size();
  paused_ = decoders.in_pause();
  if ((paused_ || since_good_ms_ < kAudibleMs) && decoders.conceal(tick_, ready_)) {
    const auto made = std::span(ready_).subspan(before);
    for (size_t i = 0; i < made.size() && !paused_; ++i) {
      const auto gap_ms = static_cast<float>(since_good_ms_) + 10.0F * static_cast<float>(i) / static_cast<float>(tick_);
      made[i] = static_cast<int16_t>(static_cast<float>(made[i]) * Concealment::level(gap_ms));
    }
    concealment_.good(made);
  } else {
    ready_.resize(before + tick_);
    concealment_.lost(std::span(ready_).subspan(before));
  }
  since_good_ms_ += kTickMs;
  if (paused_) {
    statistics_.comfort_noise_ms += kTickMs;
  } else if (since_good_ms_ <= kAudibleMs) {
    statistics_.concealed_ms += kTickMs;
  }
}

/// Nothing is there for the next 10 ms: lost, late or silence. Here the delay is moved for nothing: time stands still while it is
/// too short, and is skipped once silence is all there is to skip.
void JitterBuffer::bridge(DecoderBank& decoders, int64_t now_us) {
  const int64_t target_us = int64_t{estimator_.target_ms()} * 1000;
  const int64_t delay_us = playout_delay_us(now_us);
  substitute(decoders);
  if (delay_us < target_us) return;
  uint32_t step = units(kTickMs * 1000);
  const bool silent = paused_ || since_good_ms_ > kAudibleMs;
  if (silent && delay_us > target_us + kHysteresisUs) step += units(delay_us - target_us);
  if (!store_.empty()) {
    // Never past a packet that waits, so that its beginning is not cut off.
    const auto until = static_cast<int32_t>(store_.front().timestamp - next_);
    step = std::min(step, static_cast<uint32_t>(std::max(until, int32_t{1})));
  }
  next_ += step;
}

void JitterBuffer::fetch(DecoderBank& decoders, int64_t now_us) {
  while (!store_.empty() && ready_.size() < tick_) {
    if (!decode_front(decoders) && !recover(decoders)) break;
  }
  if (ready_.size() < tick_) bridge(decoders, now_us);
}

/// Returns how much of `stretched_` is in use: as much as there was when no seam is good enough.
size_t JitterBuffer::change_length(int64_t off_us) {
  const bool far = off_us > kFarUs || off_us < -kFarUs;
  const float likeness = far ? kAudibleSeam : TimeStretch::kUnheard;
  return off_us > 0 ? time_stretch_.compress(ready_, stretched_, likeness) : time_stretch_.expand(ready_, stretched_, likeness);
}

/// While packets flow the delay moves by whole pitch periods.
void JitterBuffer::stretch(DecoderBank& decoders, int64_t now_us) {
  since_stretch_ms_ += kTickMs;
  const int64_t off_us = playout_delay_us(now_us) - int64_t{estimator_.target_ms()} * 1000;
  const bool rested = since_stretch_ms_ >= kFineEveryMs;
  const bool tolerable = off_us <= (rested ? kFineUs : kHysteresisUs) && off_us >= -(rested ? kShortUs : kHysteresisUs);
  if (since_good_ms_ > 0 || tolerable) return;
  const bool urgent = off_us > 100'000;
  if (since_stretch_ms_ < kStretchEveryMs && !urgent) return;
  const size_t wanted = kStretchTicks * tick_;
  // Too long: decoding ahead cannot miss a packet that is still under way. Too short: what is there must do.
  while (off_us > 0 && ready_.size() < wanted && !store_.empty()) {
    if (!decode_front(decoders)) break;
  }
  if (ready_.size() < 2 * tick_) return;
  const size_t size = change_length(off_us);
  if (size == ready_.size()) return;
  ready_.assign(stretched_.begin(), stretched_.begin() + static_cast<std::ptrdiff_t>(size));
  since_stretch_ms_ = 0;
  ++statistics_.stretched;
}

bool JitterBuffer::pull(DecoderBank& decoders, int64_t now_us, std::span<int16_t> out) {
  std::fill(out.begin(), out.end(), int16_t{0});
  if (!anchored_) {
    delay_ms_ = 0;
    return false;
  }
  // Far beyond the most that we wait: no pitch period helps.
  if (playout_delay_us(now_us) > (DelayEstimator::kMaximumMs + 200) * 1000LL && !store_.empty()) {
    next_ = store_.back().timestamp - units(int64_t{estimator_.target_ms()} * 1000);
    while (!store_.empty() && static_cast<int32_t>(store_.front().timestamp - next_) < 0) store_.pop_front();
    ready_.clear();
    ++statistics_.resyncs;
  }
  fetch(decoders, now_us);
  stretch(decoders, now_us);
  delay_ms_ = static_cast<int>(playout_delay_us(now_us) / 1000);
  statistics_.highest_delay_ms = std::max<int64_t>(statistics_.highest_delay_ms, delay_ms_);
  const size_t taken = std::min({out.size(), ready_.size(), tick_});
  std::copy_n(ready_.begin(), taken, out.begin());
  ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(taken));
  return paused_ || since_good_ms_ <= kAudibleMs;
}

}  // namespace hookswitch
