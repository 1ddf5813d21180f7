// Loudness: the volume steps of a path with a click-free ramp, mixing with saturation, and a level meter.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace hookswitch {

constexpr std::int16_t saturate(int value) {
  return static_cast<std::int16_t>(std::clamp(value, -32768, 32767));
}

/// Adds `from` to `to`, as far as both reach.
void mix_into(std::span<std::int16_t> to, std::span<const std::int16_t> from);

/// Volume 0 to 10: 0 is silence, a step is 3 dB, 7 is unity (so 10 is +9 dB and 1 is -18 dB).
class Gain {
 public:
  explicit Gain(int rate, int step = 7);

  /// Clamped to 0..10. The change is spread over 10 ms.
  void set_step(int step);
  int step() const { return step_; }
  /// Any factor, likewise spread; the step is what it was.
  void set_factor(float factor);
  /// Nothing passes, and nothing fades any more.
  bool silent() const { return ramp_left_ == 0 && factor_ == 0.0F; }

  void apply(std::span<std::int16_t> pcm);

  static float factor_of(int step);

 private:
  int step_;
  float factor_;
  float target_;
  float increment_ = 0;
  int ramp_samples_;
  int ramp_left_ = 0;
};

/// Level since the last `reset`, in dBm0 of a sine: full scale is +3.14 dBm0 (see tone/tone_player.h).
class LevelMeter {
 public:
  void add(std::span<const std::int16_t> pcm);
  void reset();
  /// -100 when nothing but silence was heard.
  double dbm0() const;
  int peak() const { return peak_; }

 private:
  std::int64_t energy_ = 0;
  std::int64_t samples_ = 0;
  int peak_ = 0;
};

}  // namespace hookswitch
