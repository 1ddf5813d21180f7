// Our delay search, speexdsp's linear filter and spectral suppression, and our suppressor behind them.
#include "echo/speex_canceller.h"

#ifdef HOOKSWITCH_HAVE_SPEEXDSP

#include <speex/speex_echo.h>
#include <speex/speex_preprocess.h>

#include <algorithm>
#include <vector>

#include "echo/delay_finder.h"
#include "echo/residual_suppressor.h"

namespace hookswitch {

namespace {

constexpr int kRate = 16000;
constexpr std::size_t kFrame = kRate / 100;
constexpr std::size_t kLongest = kRate / 1000 * 400;
/// The direct way shall come so long after the filter's begin; beyond the second it is moved.
constexpr std::size_t kLead = kRate / 1000 * 6;
constexpr std::size_t kMostLead = kRate / 1000 * 24;

struct Freed {
  void operator()(SpeexEchoState* state) const { speex_echo_state_destroy(state); }
  void operator()(SpeexPreprocessState* state) const { speex_preprocess_state_destroy(state); }
};

class SpeexCanceller final : public EchoCanceller {
 public:
  explicit SpeexCanceller(const EchoSettings& settings)
      : settings_(settings), suppressor_(settings.comfort_noise), played_(kLongest), late_(kFrame), residual_(kFrame) {
    if (settings.cancels) {
      int rate = kRate;
      echo_.reset(speex_echo_state_init(kFrame, settings.tail_ms * kRate / 1000));
      speex_echo_ctl(echo_.get(), SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
    }
    spectral_.reset(speex_preprocess_state_init(kFrame, kRate));
    if (settings.suppresses && echo_) speex_preprocess_ctl(spectral_.get(), SPEEX_PREPROCESS_SET_ECHO_STATE, echo_.get());
    // 0 dB: it lowers echo alone.
    int noise = -settings.noise_reduction_db;
    speex_preprocess_ctl(spectral_.get(), SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, &noise);
    reset(0);
  }

  void process(std::span<const std::int16_t> far, std::span<std::int16_t> near) override;
  void reset(int latency_ms) override;
  bool converged() const override { return suppressor_.converged(); }
  bool echo_alone() const override { return suppressor_.echo_alone(); }

 private:
  void follow(std::size_t delay);
  void delay_far(std::span<const std::int16_t> far);
  EchoPowers powers(std::span<const std::int16_t> far, std::span<const std::int16_t> near) const;

  EchoSettings settings_;
  std::unique_ptr<SpeexEchoState, Freed> echo_;
  std::unique_ptr<SpeexPreprocessState, Freed> spectral_;
  DelayFinder finder_;
  ResidualSuppressor suppressor_;
  std::vector<std::int16_t> played_;
  std::size_t written_ = 0;
  std::size_t delay_ = 0;
  std::vector<std::int16_t> late_;
  std::vector<std::int16_t> residual_;
};

void SpeexCanceller::reset(int latency_ms) {
  const auto latency = static_cast<std::size_t>(std::clamp(latency_ms, 0, 300)) * kRate / 1000;
  delay_ = latency > kLead ? latency - kLead : 0;
  std::fill(played_.begin(), played_.end(), std::int16_t{0});
  if (echo_) speex_echo_state_reset(echo_.get());
  finder_.reset();
  suppressor_.reset();
}

void SpeexCanceller::follow(std::size_t delay) {
  // What works is not moved, unless most of the room lies behind the filter's end.
  const std::size_t most = suppressor_.converged() ? static_cast<std::size_t>(settings_.tail_ms * kRate / 1000) / 2 : kMostLead;
  if (delay >= delay_ && delay <= delay_ + most) return;
  delay_ = delay > kLead ? delay - kLead : 0;
  speex_echo_state_reset(echo_.get());
  suppressor_.reset();
}

void SpeexCanceller::delay_far(std::span<const std::int16_t> far) {
  for (std::size_t i = 0; i < kFrame; ++i) {
    played_[(written_ + i) % kLongest] = far[i];
    late_[i] = played_[(written_ + i + kLongest - delay_) % kLongest];
  }
  written_ = (written_ + kFrame) % kLongest;
}

EchoPowers SpeexCanceller::powers(std::span<const std::int16_t> far, std::span<const std::int16_t> near) const {
  EchoPowers out;
  for (std::size_t i = 0; i < kFrame; ++i) {
    const float heard = near[i];
    const float left = residual_[i];
    const float echo = heard - left;
    out.far += static_cast<float>(far[i]) * static_cast<float>(far[i]);
    out.microphone += heard * heard;
    out.residual += left * left;
    out.echo += echo * echo;
    out.product += echo * heard;
  }
  for (float* power : {&out.far, &out.microphone, &out.residual, &out.echo, &out.product}) *power /= static_cast<float>(kFrame);
  return out;
}

void SpeexCanceller::process(std::span<const std::int16_t> far, std::span<std::int16_t> near) {
  if (echo_ && settings_.finds_delay) {
    if (const auto delay = finder_.process(far, near)) follow(*delay);
  }
  delay_far(far);
  if (echo_) {
    speex_echo_cancellation(echo_.get(), near.data(), late_.data(), residual_.data());
  } else {
    std::copy(near.begin(), near.end(), residual_.begin());
  }
  const EchoPowers seen = powers(far, near);
  if (settings_.suppresses || settings_.noise_reduction_db > 0) speex_preprocess_run(spectral_.get(), residual_.data());
  suppressor_.observe(seen);
  if (settings_.suppresses) suppressor_.apply(residual_);
  std::copy(residual_.begin(), residual_.end(), near.begin());
}

}  // namespace

std::unique_ptr<EchoCanceller> make_speex_canceller(const EchoSettings& settings) {
  return std::make_unique<SpeexCanceller>(settings);
}

}  // namespace hookswitch

#else

namespace hookswitch {

std::unique_ptr<EchoCanceller> make_speex_canceller(const EchoSettings&) { return nullptr; }

}  // namespace hookswitch

#endif
