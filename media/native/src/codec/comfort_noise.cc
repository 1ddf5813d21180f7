// The noise of RFC 3389: white noise through an all-pole lattice filter.
#include "codec/comfort_noise.h"

#include <algorithm>
#include <cmath>

#include "codec/codec.h"
#include "dsp/gain.h"

namespace hookswitch {
namespace {

/// §3.1: 0 dBov is a square wave of full scale.
constexpr double kOverload = 32767;

/// §3.2: Q15, in steps of 258 around octet 127. The sign is left open there; WebRTC and ffmpeg take that of ITU-T's filters
/// (A(z) = 1 + ...), in which noise of low frequencies has a first coefficient below 0. Ours predicts, and is the opposite.
double reflection_of(std::uint8_t octet) { return std::clamp((127 - static_cast<int>(octet)) * 258 / 32768.0, -0.996, 0.996); }
std::uint8_t octet_of(double reflection) {
  return static_cast<std::uint8_t>(std::clamp<long>(127 - std::lrint(reflection * 32768.0 / 258.0), 0, 254));
}

class ComfortNoise final : public Codec {
 public:
  explicit ComfortNoise(int rate) : rate_(rate) {}

  int clock_rate() const override { return rate_; }
  /// Nobody talks in comfort noise.
  std::size_t frame_samples(int) const override { return 0; }
  std::size_t encode(std::span<const std::int16_t>, std::span<std::uint8_t>) override { return 0; }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    if (payload.empty()) return 0;
    const double level = kOverload * std::pow(10.0, -(payload[0] & 0x7F) / 20.0);
    order_ = std::min(payload.size() - 1, kMostNoiseOrder);
    double passed = 1;
    for (std::size_t i = 0; i < order_; ++i) {
      reflections_[i] = static_cast<float>(reflection_of(payload[i + 1]));
      passed *= 1 - static_cast<double>(reflections_[i]) * reflections_[i];
    }
    // The excitation that leaves the filter at that level; uniform noise has an effective value of its peak over the root of 3.
    target_ = static_cast<float>(level * std::sqrt(passed * 3.0));
    if (!described_) gain_ = target_;
    described_ = true;
    const std::size_t count = std::min(pcm.size(), static_cast<std::size_t>(rate_ / 100));
    fill(pcm.first(count));
    return count;
  }

  bool in_pause() const override { return described_; }

  bool conceal(std::span<std::int16_t> pcm) override {
    if (!described_) return false;
    fill(pcm);
    return true;
  }

  void reset_decoder() override {
    described_ = false;
    past_ = {};
  }

 private:
  void fill(std::span<std::int16_t> pcm) {
    for (std::int16_t& sample : pcm) {
      // A new description is approached within some 20 ms.
      gain_ += (target_ - gain_) * 0.005F;
      sample = saturate(static_cast<int>(std::lrintf(next(gain_ * white()))));
    }
  }

  float white() {
    seed_ = seed_ * 1664525U + 1013904223U;
    return static_cast<float>(static_cast<std::int32_t>(seed_)) / 2147483648.0F;
  }

  /// One step of the lattice; `past_` are the backward errors of the sample before.
  float next(float excitation) {
    float forward = excitation;
    for (std::size_t i = order_; i > 0; --i) {
      forward += reflections_[i - 1] * past_[i - 1];
      past_[i] = past_[i - 1] - reflections_[i - 1] * forward;
    }
    past_[0] = forward;
    return forward;
  }

  int rate_;
  bool described_ = false;
  std::size_t order_ = 0;
  std::array<float, kMostNoiseOrder> reflections_{};
  std::array<float, kMostNoiseOrder + 1> past_{};
  float target_ = 0;
  float gain_ = 0;
  std::uint32_t seed_ = 1;
};

const CodecRegistration comfort_noise("CN", [](const CodecParameters& parameters) -> std::unique_ptr<Codec> {
  const int rate = parameters.clock_rate == 0 ? 8000 : parameters.clock_rate;
  if (rate != 8000 && rate != 16000) return nullptr;
  return std::make_unique<ComfortNoise>(rate);
});

}  // namespace

NoiseDescription describe_noise(std::span<const std::int16_t> pcm) {
  std::array<double, kNoiseOrder + 1> correlation{};
  for (std::size_t lag = 0; lag < correlation.size(); ++lag) {
    for (std::size_t i = lag; i < pcm.size(); ++i) correlation[lag] += static_cast<double>(pcm[i]) * pcm[i - lag];
  }
  NoiseDescription noise;
  const double power = pcm.empty() ? 0 : correlation[0] / static_cast<double>(pcm.size());
  noise.level_dbov = std::clamp(static_cast<int>(std::lrint(10.0 * std::log10((power + 1e-9) / (kOverload * kOverload)))), -127, 0);
  noise.payload[0] = static_cast<std::uint8_t>(-noise.level_dbov);
  // Levinson and Durbin; white noise 40 dB below keeps the filter away from ringing.
  double error = correlation[0] * 1.0001 + 1e-9;
  std::array<double, kNoiseOrder + 1> predictor{};
  for (std::size_t order = 1; order <= kNoiseOrder; ++order) {
    double sum = correlation[order];
    for (std::size_t i = 1; i < order; ++i) sum -= predictor[i] * correlation[order - i];
    const double reflection = std::clamp(sum / error, -0.98, 0.98);
    const auto before = predictor;
    for (std::size_t i = 1; i < order; ++i) predictor[i] = before[i] - reflection * before[order - i];
    predictor[order] = reflection;
    error *= 1 - reflection * reflection;
    noise.payload[order] = octet_of(reflection);
  }
  return noise;
}

}  // namespace hookswitch
