// Finds the pitch period of speech by normalised correlation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

struct Pitch {
  std::size_t lag = 0;
  /// 1 is a perfect repetition, 0 none (also when there is nothing but silence).
  float correlation = 0;
};

/// How alike two pieces of the same length are, whatever their loudness: -1 to 1. Looks at every `stride`th sample.
float similarity(std::span<const std::int16_t> a, std::span<const std::int16_t> b, std::size_t stride = 1);

/// The lag at which the last `window` samples are most like what was `lag` earlier. `pcm` holds `window + max_lag` at least.
/// Searched coarsely on every `stride`th sample and lag, then finely around the best (G.711 Appendix I §I.2.3: 2 at 8 kHz).
Pitch find_pitch(std::span<const std::int16_t> pcm, std::size_t window, std::size_t min_lag, std::size_t max_lag,
                 std::size_t stride);

}  // namespace hookswitch
