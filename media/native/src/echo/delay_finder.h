// Finds how long after it was played a sound comes back to the microphone: an adaptive filter over 320 ms of the played sound at
// 2 kHz, whose largest tap is the direct way of the echo.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace hookswitch {

class DelayFinder {
 public:
  static constexpr std::size_t kDecimation = 8;
  static constexpr std::size_t kTaps = 640;

  /// 10 ms at 16 kHz. The delay in samples at each moment when it has become certain.
  std::optional<std::size_t> process(std::span<const std::int16_t> far, std::span<const std::int16_t> near);
  void reset() { *this = DelayFinder(); }

 private:
  /// Low-pass by two running means, then every eighth sample, then the slope of speech taken out.
  class Decimator {
   public:
    float next(std::span<const std::int16_t> eight);

   private:
    float mean_ = 0;
    float smoothed_ = 0;
  };

  void adapt(float heard);
  std::optional<std::size_t> look();

  Decimator far_;
  Decimator near_;
  std::array<float, kTaps> filter_{};
  /// The newest first, twice over, so that any window is contiguous.
  std::array<float, 2 * kTaps> played_{};
  std::size_t newest_ = 0;
  float energy_ = 0;
  float heard_power_ = 0;
  float error_power_ = 0;
  bool odd_ = false;
  int active_frames_ = 0;
  std::size_t candidate_ = 0;
  int agreements_ = 0;
  bool found_ = false;
};

}  // namespace hookswitch
