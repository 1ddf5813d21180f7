// Double talk by comparing what is left with what an echo would leave.
#include "echo/residual_suppressor.h"

#include <algorithm>
#include <cmath>

#include "dsp/gain.h"

namespace hookswitch {

namespace {
/// Mean square: -61 dB of full scale.
constexpr float kSilence = 900.0F;
/// A peak of what was played lasts as long as a room and the longest delay; that of an echo a little longer than the syllable.
constexpr float kFarDecay = 0.90F;
constexpr float kEchoDecay = 0.75F;
/// Means over about half a second.
constexpr float kMean = 0.02F;
/// Before anything is believed.
constexpr int kLeastFrames = 30;
/// Near speech is this much (8 dB) over the residual that is to be expected.
constexpr float kOver = 6.0F;
constexpr int kHangoverFrames = 15;
/// -26 dB; half duplex: -40 dB.
constexpr float kSuppressed = 0.05F;
constexpr float kShut = 0.01F;
/// The most that came back is remembered for so many frames of what is played; and how fast it is believed to be more
/// after all, when it had been taken for a voice.
constexpr int kCouplingFrames = 100;
constexpr float kCouplingRise = 0.0001F;
}  // namespace

void ResidualSuppressor::judge_convergence(const EchoPowers& powers) {
  if (powers.far < kSilence && powers.echo < kSilence) return;
  microphone_ += kMean * (powers.microphone - microphone_);
  residual_ += kMean * (powers.residual - residual_);
  echo_ += kMean * (powers.echo - echo_);
  product_ += kMean * (powers.product - product_);
  // 8 dB of the echo are gone; lost again when what is taken out is not in the microphone, whoever else talks there.
  if (!converged_) {
    converged_ = ++active_frames_ > kLeastFrames && microphone_ > 6.3F * residual_;
  } else {
    converged_ = product_ > 0.5F * echo_;
    if (!converged_) active_frames_ = 0;
  }
}

void ResidualSuppressor::judge_coupling(const EchoPowers& powers) {
  if (far_peak_ <= kSilence) return;
  const float back = std::min(powers.microphone / far_peak_, 1.0F);
  const float believed = hangover_ == 0 ? back : coupling_ + kCouplingRise * std::max(back - coupling_, 0.0F);
  coupling_now_ = std::max(coupling_now_, believed);
  coupling_ = std::max(coupling_, believed);
  if (++coupling_frames_ < kCouplingFrames) return;
  coupling_ = coupling_now_;
  coupling_now_ = 0;
  coupling_frames_ = 0;
}

void ResidualSuppressor::observe(const EchoPowers& powers) {
  far_peak_ = std::max(powers.far, far_peak_ * kFarDecay);
  echo_peak_ = std::max(powers.echo, echo_peak_ * kEchoDecay);
  judge_convergence(powers);
  // The room's noise: falls at once, rises slowly (3 dB in a second).
  floor_ = powers.residual < floor_ ? 0.8F * floor_ + 0.2F * powers.residual : floor_ * 1.007F;
  floor_ = std::clamp(floor_, 0.5F, 10'000.0F);

  const float noise = 2.5F * floor_ + 10.0F;
  const float expected = converged_ ? leak_ * echo_peak_ : coupling_ * far_peak_;
  if (powers.residual > kOver * expected + noise) {
    hangover_ = kHangoverFrames;
  } else if (hangover_ > 0) {
    --hangover_;
  }
  judge_coupling(powers);
  if (converged_ && echo_peak_ > kSilence / 4) {
    const float ratio = std::min(powers.residual / echo_peak_, 1.0F);
    // Falls when it can be seen to be less, rises only carefully: a voice looks like a leak.
    leak_ += (ratio < leak_ ? 0.01F : hangover_ > 0 ? 0.0005F : 0.05F) * (ratio - leak_);
    leak_ = std::max(leak_, 0.0003F);
  }
  echo_heard_ = expected > noise / 4;
  target_ = hangover_ > 0 || !echo_heard_ ? 1.0F : converged_ ? kSuppressed : kShut;
}

float ResidualSuppressor::noise() {
  dice_ = dice_ * 1664525U + 1013904223U;
  const float white = static_cast<float>(static_cast<std::int32_t>(dice_)) / 2147483648.0F;
  // Rooms hum more than they hiss; the factor keeps the power one.
  noise_before_ = 0.5F * noise_before_ + 1.5F * white;
  return noise_before_;
}

void ResidualSuppressor::apply(std::span<std::int16_t> frame) {
  const float step = (target_ - gain_) / static_cast<float>(frame.size());
  // Opens within a frame, closes within three.
  const float slope = step < 0 ? step / 3 : step;
  const float room = std::sqrt(floor_);
  for (std::int16_t& sample : frame) {
    gain_ += slope;
    const float fill = comfort_noise_ && gain_ < 0.999F ? noise() * room * (1.0F - gain_) : 0.0F;
    sample = saturate(static_cast<int>(std::lrint(gain_ * static_cast<float>(sample) + fill)));
  }
  if (std::abs(target_ - gain_) < 0.01F) gain_ = target_;
}

}  // namespace hookswitch
