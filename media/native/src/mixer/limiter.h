// Keeps a sum of voices within 16 bits: what fits passes untouched, what is louder is turned down without a click and without delay.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

class Limiter {
 public:
  Limiter();

  /// Blocks of 10 ms.
  void process(std::span<const int32_t> sum, std::span<int16_t> out);

  /// Now, 1 when nothing is turned down.
  float gain() const { return gain_; }

 private:
  static constexpr size_t kSegments = 10;

  /// The gain that each segment bears at most.
  bool measure(std::span<const int32_t> sum);
  void plan();

  float release_;
  float gain_ = 1;
  std::array<float, kSegments> bears_{};
  /// At the end of each segment; between them it goes in a straight line.
  std::array<float, kSegments> ends_{};
};

}  // namespace hookswitch
