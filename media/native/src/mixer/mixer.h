// Adds up what is heard at once, with room for any number of full-scale voices, and limits only the sum.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "mixer/limiter.h"

namespace hookswitch {

class Mixer {
 public:
  explicit Mixer(size_t samples) : sum_(samples) {}

  void add(std::span<const int16_t> pcm) {
    const size_t count = std::min(pcm.size(), sum_.size());
    for (size_t index = 0; index < count; ++index) sum_[index] += pcm[index];
  }

  /// Gives the sum and begins the next one.
  void take(std::span<int16_t> out) {
    limiter_.process(sum_, out);
    std::fill(sum_.begin(), sum_.end(), 0);
  }

 private:
  std::vector<int32_t> sum_;
  Limiter limiter_;
};

}  // namespace hookswitch
