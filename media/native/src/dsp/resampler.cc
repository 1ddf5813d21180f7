// Polyphase resampler; the prototype filter is designed at construction.
#include "dsp/resampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "dsp/gain.h"

namespace hookswitch {
namespace {

constexpr std::size_t block_samples = 480;
constexpr double stop_band_db = 70.0;
/// Between pass and stop band, as a fraction of the lower rate.
constexpr double transition = 0.125;

/// Modified Bessel function of the first kind, order 0, by its series.
double bessel_i0(double x) {
  double sum = 1.0;
  double term = 1.0;
  for (int k = 1; term > 1e-12 * sum; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

double sinc(double x) {
  if (x == 0.0) return 1.0;
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

Resampler::Resampler(int from_hz, int to_hz) {
  const int divisor = std::gcd(from_hz, to_hz);
  up_ = static_cast<std::size_t>(to_hz / divisor);
  down_ = static_cast<std::size_t>(from_hz / divisor);
  if (up_ == down_) return;

  // Kaiser's formulas for the order and for beta (Oppenheim and Schafer, Discrete-Time Signal Processing, §7.5).
  const double lower = std::min(from_hz, to_hz);
  const double filter_rate = static_cast<double>(from_hz) * static_cast<double>(up_);
  const double width = 2.0 * std::numbers::pi * transition * lower / filter_rate;
  const double order = (stop_band_db - 7.95) / (2.285 * width);
  const double beta = 0.1102 * (stop_band_db - 8.7);
  taps_ = static_cast<std::size_t>(std::ceil((order + 1.0) / static_cast<double>(up_)));
  const std::size_t length = taps_ * up_;
  const double middle = (static_cast<double>(length) - 1.0) / 2.0;
  delay_samples_ = middle / filter_rate * to_hz;

  coefficients_.resize(length);
  for (std::size_t phase = 0; phase < up_; ++phase) {
    float* row = &coefficients_[phase * taps_];
    double sum = 0;
    for (std::size_t tap = 0; tap < taps_; ++tap) {
      const double offset = static_cast<double>(phase + tap * up_) - middle;
      const double ratio = offset / (middle + 1.0);
      const double value =
          sinc(offset * lower / filter_rate) * bessel_i0(beta * std::sqrt(1.0 - ratio * ratio)) / bessel_i0(beta);
      row[taps_ - 1 - tap] = static_cast<float>(value);
      sum += value;
    }
    // Each phase passes a constant unchanged; otherwise the phases would leave a pattern at the output rate.
    for (std::size_t tap = 0; tap < taps_; ++tap) row[tap] = static_cast<float>(row[tap] / sum);
  }
  window_.assign(taps_ - 1 + block_samples, 0.0F);
}

void Resampler::reset() {
  std::fill(window_.begin(), window_.end(), 0.0F);
  position_ = 0;
}

void Resampler::process(std::span<const std::int16_t> in, std::vector<std::int16_t>& out) {
  if (up_ == down_) {
    out.insert(out.end(), in.begin(), in.end());
    return;
  }
  while (!in.empty()) {
    const std::size_t count = std::min(in.size(), block_samples);
    process_block(in.first(count), out);
    in = in.subspan(count);
  }
}

void Resampler::process_block(std::span<const std::int16_t> in, std::vector<std::int16_t>& out) {
  const std::size_t past = taps_ - 1;
  std::copy(in.begin(), in.end(), window_.begin() + static_cast<std::ptrdiff_t>(past));
  const std::size_t end = in.size() * up_;
  for (; position_ < end; position_ += down_) {
    const float* row = &coefficients_[(position_ % up_) * taps_];
    const float* samples = &window_[position_ / up_];
    float sum = 0;
    for (std::size_t tap = 0; tap < taps_; ++tap) sum += row[tap] * samples[tap];
    out.push_back(saturate(static_cast<int>(std::lrintf(sum))));
  }
  position_ -= end;
  std::copy(window_.begin() + static_cast<std::ptrdiff_t>(in.size()),
            window_.begin() + static_cast<std::ptrdiff_t>(in.size() + past), window_.begin());
}

}  // namespace hookswitch
