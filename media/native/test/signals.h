// Signals and measures for the tests of audio code.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

namespace hookswitch::test {

inline std::vector<std::int16_t> sine(double hz, int rate, std::size_t count, double amplitude, double phase = 0) {
  std::vector<std::int16_t> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<std::int16_t>(
        std::lrint(amplitude * std::sin(phase + 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate)));
  }
  return out;
}

/// Like a sung vowel (an open back one): harmonics of a gliding pitch under three formants. Deterministic.
inline std::vector<std::int16_t> voiced(double pitch_hz, double pitch_hz_per_s, int rate, std::size_t count) {
  std::vector<std::int16_t> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / rate;
    const double cycles = pitch_hz * t + pitch_hz_per_s * t * t / 2.0;
    const double pitch = pitch_hz + pitch_hz_per_s * t;
    double sum = 0;
    for (int k = 1; k <= 100 && k * pitch < 3400.0; ++k) {
      const double hz = k * pitch;
      double weight = 0;
      for (const auto& [formant, level] : {std::pair{650.0, 1.0}, {1100.0, 0.5}, {2500.0, 0.1}}) {
        weight += level / (1.0 + std::pow((hz - formant) / 120.0, 2.0));
      }
      sum += weight * std::sin(2.0 * std::numbers::pi * k * cycles + k * k * 0.7);
    }
    out[i] = static_cast<std::int16_t>(std::lrint(std::clamp(sum * 4000.0, -30000.0, 30000.0)));
  }
  return out;
}

/// White, the same every time.
inline std::vector<std::int16_t> noise(std::size_t count, int amplitude, std::uint32_t seed = 1) {
  std::vector<std::int16_t> out(count);
  for (std::int16_t& sample : out) {
    seed = seed * 1664525U + 1013904223U;
    sample = static_cast<std::int16_t>(static_cast<int>(seed >> 16) % (2 * amplitude + 1) - amplitude);
  }
  return out;
}

/// Root of the mean square.
inline double rms(std::span<const std::int16_t> pcm) {
  double energy = 0;
  for (const double sample : pcm) energy += sample * sample;
  return pcm.empty() ? 0.0 : std::sqrt(energy / static_cast<double>(pcm.size()));
}

/// Peak amplitude of the part of the signal at one frequency (a discrete Fourier sum under a Hann window).
inline double amplitude_at(std::span<const std::int16_t> pcm, double hz, int rate) {
  double re = 0;
  double im = 0;
  double weight = 0;
  for (std::size_t i = 0; i < pcm.size(); ++i) {
    const double turn = static_cast<double>(i) / static_cast<double>(pcm.size());
    const double window = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * turn);
    const double angle = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate;
    re += window * pcm[i] * std::cos(angle);
    im += window * pcm[i] * std::sin(angle);
    weight += window;
  }
  return 2.0 * std::hypot(re, im) / weight;
}

inline double decibel(double ratio) { return 20.0 * std::log10(std::max(ratio, 1e-9)); }

/// Signal to error ratio of `heard` against `meant`, in dB.
inline double snr(std::span<const std::int16_t> meant, std::span<const std::int16_t> heard) {
  double signal = 0;
  double error = 0;
  for (std::size_t i = 0; i < meant.size(); ++i) {
    const double difference = static_cast<double>(heard[i]) - meant[i];
    signal += static_cast<double>(meant[i]) * meant[i];
    error += difference * difference;
  }
  return 10.0 * std::log10((signal + 1e-9) / (error + 1e-9));
}

/// The largest second difference: a click is a kink or a step, which a smooth signal does not have.
inline double sharpest_bend(std::span<const std::int16_t> pcm) {
  double largest = 0;
  for (std::size_t i = 2; i < pcm.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(pcm[i]) - 2.0 * pcm[i - 1] + pcm[i - 2]));
  }
  return largest;
}

}  // namespace hookswitch::test
