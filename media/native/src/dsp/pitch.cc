// Pitch search.
#include "dsp/pitch.h"

#include <algorithm>
#include <cmath>

namespace hookswitch {

float similarity(std::span<const std::int16_t> a, std::span<const std::int16_t> b, std::size_t stride) {
  float product = 0;
  float energy_a = 0;
  float energy_b = 0;
  for (std::size_t i = 0; i < a.size(); i += stride) {
    const float x = a[i];
    const float y = b[i];
    product += x * y;
    energy_a += x * x;
    energy_b += y * y;
  }
  if (energy_a == 0.0F || energy_b == 0.0F) return 0.0F;
  return product / std::sqrt(energy_a * energy_b);
}

Pitch find_pitch(std::span<const std::int16_t> pcm, std::size_t window, std::size_t min_lag, std::size_t max_lag,
                 std::size_t stride) {
  const auto now = pcm.last(window);
  const auto earlier = [&](std::size_t lag) { return pcm.subspan(pcm.size() - window - lag, window); };
  Pitch best{.lag = min_lag, .correlation = -2.0F};
  const auto search = [&](std::size_t from, std::size_t to, std::size_t step) {
    for (std::size_t lag = from; lag <= to; lag += step) {
      const float correlation = similarity(now, earlier(lag), step);
      if (correlation > best.correlation) best = {.lag = lag, .correlation = correlation};
    }
  };
  search(min_lag, max_lag, stride);
  const std::size_t coarse = best.lag;
  best.correlation = -2.0F;
  search(std::max(min_lag + stride, coarse + 1) - stride, std::min(max_lag, coarse + stride - 1), 1);
  return best;
}

}  // namespace hookswitch
