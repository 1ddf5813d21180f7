// Shortens or lengthens a piece of speech by one pitch period without changing its pitch (WSOLA), so that the jitter buffer
// can move its delay unheard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

/// 8 or 16 kHz. Keeps nothing between calls: the first and the last samples of a piece stay as they are, so it fits between its
/// neighbours. Give it 20 ms at least; 30 ms reach the lowest voices (pitch period up to 15 ms). No call allocates.
class TimeStretch {
 public:
  explicit TimeStretch(int rate);

  /// The most that one call takes away or adds: 15 ms.
  std::size_t max_change() const { return max_period_; }

  /// Below this likeness a seam would be heard in speech.
  static constexpr float kUnheard = 0.9F;

  /// Copies `in` to `out` less one pitch period (of near silence: less as much as possible). Returns the samples written:
  /// `in.size()` when no cut is `likeness` at least. `out` holds `in.size()` at least and may begin where `in` does.
  std::size_t compress(std::span<const std::int16_t> in, std::span<std::int16_t> out, float likeness = kUnheard) const;

  /// Copies `in` to `out` with one pitch period played twice. Returns the samples written: `in.size()` when no repetition
  /// is `likeness` at least. `out` holds `in.size() + max_change()` at least and does not overlap `in`.
  std::size_t expand(std::span<const std::int16_t> in, std::span<std::int16_t> out, float likeness = kUnheard) const;

 private:
  /// Two neighbours of one length, the second of which is like the first. Length 0: there are none.
  struct Seam {
    std::size_t begin = 0;
    std::size_t length = 0;
  };
  Seam find_seam(std::span<const std::int16_t> in, float least_likeness) const;

  std::size_t stride_;
  std::size_t min_period_;
  std::size_t max_period_;
};

}  // namespace hookswitch
