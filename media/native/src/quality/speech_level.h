// How loud the other side speaks and how loud it is around it (RFC 3611 §4.7.4), from the sound that is played.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace hookswitch {

class SpeechLevel {
 public:
  /// 10 ms.
  void add(std::span<const int16_t> pcm);

  /// dBm0, of the time in which somebody spoke; nothing while nobody has.
  std::optional<double> signal_dbm0() const;
  /// dBm0, of the time in between.
  std::optional<double> noise_dbm0() const;

 private:
  /// Two seconds: no one speaks that long without a breath.
  static constexpr int kWindowTicks = 200;

  double floor_ = 0;
  bool floor_known_ = false;
  double lowest_ = 0;
  int ticks_in_window_ = 0;
  double speech_power_ = 0;
  int64_t speech_ticks_ = 0;
  double noise_power_ = 0;
  int64_t noise_ticks_ = 0;
};

}  // namespace hookswitch
