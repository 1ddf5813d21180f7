// Volume steps, saturating mix and level meter.
#include "dsp/gain.h"

#include <cmath>
#include <cstdlib>

namespace hookswitch {

void mix_into(std::span<std::int16_t> to, std::span<const std::int16_t> from) {
  const std::size_t count = std::min(to.size(), from.size());
  for (std::size_t i = 0; i < count; ++i) to[i] = saturate(to[i] + from[i]);
}

float Gain::factor_of(int step) {
  if (step <= 0) return 0.0F;
  return static_cast<float>(std::pow(10.0, 3.0 * (std::min(step, 10) - 7) / 20.0));
}

Gain::Gain(int rate, int step)
    : step_(std::clamp(step, 0, 10)),
      factor_(factor_of(step_)),
      target_(factor_),
      ramp_samples_(std::max(1, rate / 100)) {}

void Gain::set_step(int step) {
  step_ = std::clamp(step, 0, 10);
  set_factor(factor_of(step_));
}

void Gain::set_factor(float factor) {
  if (factor == target_) return;
  target_ = factor;
  ramp_left_ = ramp_samples_;
  increment_ = (target_ - factor_) / static_cast<float>(ramp_samples_);
}

void Gain::apply(std::span<std::int16_t> pcm) {
  // Unity leaves the samples bit-exact.
  if (ramp_left_ == 0 && factor_ == 1.0F) return;
  for (std::int16_t& sample : pcm) {
    if (ramp_left_ > 0) factor_ = --ramp_left_ == 0 ? target_ : factor_ + increment_;
    sample = saturate(static_cast<int>(std::lrintf(factor_ * static_cast<float>(sample))));
  }
}

void LevelMeter::add(std::span<const std::int16_t> pcm) {
  for (const int sample : pcm) {
    energy_ += static_cast<std::int64_t>(sample) * sample;
    peak_ = std::max(peak_, std::abs(sample));
  }
  samples_ += static_cast<std::int64_t>(pcm.size());
}

void LevelMeter::reset() { *this = LevelMeter(); }

double LevelMeter::dbm0() const {
  if (energy_ == 0) return -100.0;
  const double mean = static_cast<double>(energy_) / static_cast<double>(samples_);
  // A full-scale sine has a mean square of 32768² / 2.
  return 10.0 * std::log10(mean / (32768.0 * 32768.0 / 2.0)) + 3.14;
}

}  // namespace hookswitch
