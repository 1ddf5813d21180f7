// A block of 10 ms is known as a whole, so its loud places are seen before they are played: the gain comes down in a line towards each
// of them and up again slowly. Only a block that begins too loud has no time for that; a soft knee rounds its first millisecond.
#include "mixer/limiter.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace hookswitch {

namespace {

/// -1 dB of full scale.
constexpr float kCeiling = 29'204.0F;
constexpr float kFullScale = 32'767.0F;
/// Down by so much a millisecond at most where the block leaves time for it (6 dB in 3 ms).
constexpr float kSteepest = 0.17F;
constexpr double kReleaseMs = 200;

int16_t rounded(float value) {
  const float size = std::abs(value);
  if (size <= kCeiling) return static_cast<int16_t>(std::lrintf(value));
  const float room = kFullScale - kCeiling;
  return static_cast<int16_t>(std::lrintf(std::copysign(kCeiling + room * std::tanh((size - kCeiling) / room), value)));
}

}  // namespace

Limiter::Limiter() : release_(static_cast<float>(std::pow(10.0, 6.0 / 20.0 / kReleaseMs))) {}

bool Limiter::measure(std::span<const int32_t> sum) {
  bool loud = false;
  for (size_t segment = 0; segment < kSegments; ++segment) {
    const size_t begin = segment * sum.size() / kSegments;
    const size_t end = (segment + 1) * sum.size() / kSegments;
    int32_t peak = 0;
    for (size_t at = begin; at < end; ++at) peak = std::max(peak, std::abs(sum[at]));
    bears_[segment] = std::min(1.0F, kCeiling / static_cast<float>(std::max(peak, 1)));
    loud |= bears_[segment] < 1.0F;
  }
  return loud;
}

void Limiter::plan() {
  // What the end of a segment bears: it and the one that follows.
  for (size_t segment = 0; segment < kSegments; ++segment) {
    ends_[segment] = std::min(bears_[segment], bears_[std::min(segment + 1, kSegments - 1)]);
  }
  for (size_t segment = kSegments - 1; segment > 0; --segment) {
    ends_[segment - 1] = std::min(ends_[segment - 1], ends_[segment] + kSteepest);
  }
  float before = gain_;
  for (float& end : ends_) {
    end = std::min(end, before * release_);
    before = end;
  }
}

void Limiter::process(std::span<const int32_t> sum, std::span<int16_t> out) {
  const size_t count = std::min(sum.size(), out.size());
  sum = sum.first(count);
  const bool loud = measure(sum);
  if (!loud && gain_ == 1.0F) {
    for (size_t at = 0; at < count; ++at) out[at] = static_cast<int16_t>(sum[at]);
    return;
  }
  plan();
  for (size_t segment = 0; segment < kSegments; ++segment) {
    const size_t begin = segment * count / kSegments;
    const size_t end = (segment + 1) * count / kSegments;
    const float step = (ends_[segment] - gain_) / static_cast<float>(std::max<size_t>(1, end - begin));
    for (size_t at = begin; at < end; ++at) {
      gain_ += step;
      out[at] = rounded(gain_ * static_cast<float>(sum[at]));
    }
    gain_ = ends_[segment];
  }
}

}  // namespace hookswitch
