// Normalised LMS at a low rate, and when its largest tap is believed.
#include "echo/delay_finder.h"

#include <algorithm>
#include <cmath>

namespace hookswitch {

namespace {
constexpr float kStep = 0.25F;
/// Mean square of the played sound, after decimation, below which nothing is learnt: about -55 dBFS.
constexpr float kQuiet = 60.0F * 60.0F;
/// Active frames between two looks, and looks that must agree.
constexpr int kLookFrames = 10;
constexpr int kAgreements = 4;
/// And when another delay was believed before.
constexpr int kAgreementsAgain = 12;
/// The largest tap over the mean of all.
constexpr float kClear = 6.0F;
constexpr std::size_t kTolerance = 10;
/// The filter is believed only while it explains what is heard: half of the power is left. A voice at the microphone explains nothing.
constexpr float kUnexplained = 0.5F;
constexpr float kMean = 0.003F;
/// Beside the largest tap.
constexpr float kStrong = 0.6F;
}  // namespace

float DelayFinder::Decimator::next(std::span<const std::int16_t> eight) {
  float sum = 0;
  for (const std::int16_t sample : eight) sum += sample;
  const float mean = sum / static_cast<float>(kDecimation);
  const float smoothed = 0.5F * (mean + mean_);
  mean_ = mean;
  const float flat = smoothed - 0.8F * smoothed_;
  smoothed_ = smoothed;
  return flat;
}

std::optional<std::size_t> DelayFinder::process(std::span<const std::int16_t> far, std::span<const std::int16_t> near) {
  for (std::size_t at = 0; at + kDecimation <= far.size(); at += kDecimation) {
    const float played = far_.next(far.subspan(at, kDecimation));
    const float heard = near_.next(near.subspan(at, kDecimation));
    newest_ = newest_ == 0 ? kTaps - 1 : newest_ - 1;
    energy_ = std::max(0.0F, energy_ - played_[newest_] * played_[newest_]) + played * played;
    played_[newest_] = played;
    played_[newest_ + kTaps] = played;
    // Every other sample teaches enough.
    odd_ = !odd_;
    if (odd_) adapt(heard);
  }
  if (energy_ < kQuiet * static_cast<float>(kTaps) / 8) return std::nullopt;
  if (++active_frames_ % kLookFrames != 0) return std::nullopt;
  return look();
}

void DelayFinder::adapt(float heard) {
  if (energy_ < kQuiet * static_cast<float>(kTaps) / 8) return;
  const float* window = &played_[newest_];
  // Four sums, which the processor adds side by side.
  float sums[4]{};
  for (std::size_t k = 0; k < kTaps; k += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += filter_[k + lane] * window[k + lane];
  }
  const float error = heard - (sums[0] + sums[1] + sums[2] + sums[3]);
  heard_power_ += kMean * (heard * heard - heard_power_);
  error_power_ += kMean * (error * error - error_power_);
  const float step = kStep * error / (energy_ + 1.0F);
  for (std::size_t k = 0; k < kTaps; ++k) filter_[k] += step * window[k];
}

std::optional<std::size_t> DelayFinder::look() {
  float total = 0;
  float largest = 0;
  std::size_t where = 0;
  for (std::size_t k = 0; k < kTaps; ++k) {
    const float size = std::abs(filter_[k]);
    total += size;
    if (size > largest) {
      largest = size;
      where = k;
    }
  }
  // The direct way is the first strong one, though a wall's may be a little stronger.
  for (std::size_t k = where > 2 * kTolerance ? where - 2 * kTolerance : 0; k < where; ++k) {
    if (std::abs(filter_[k]) > kStrong * largest) where = k;
  }
  const bool clear = error_power_ < kUnexplained * heard_power_ && largest > kClear * total / static_cast<float>(kTaps);
  const bool same = where + kTolerance >= candidate_ && where <= candidate_ + kTolerance;
  agreements_ = clear && same ? agreements_ + 1 : 0;
  if (!same) candidate_ = where;
  if (agreements_ < (found_ ? kAgreementsAgain : kAgreements)) return std::nullopt;
  found_ = true;
  return where * kDecimation;
}

}  // namespace hookswitch
