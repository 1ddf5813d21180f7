// Which canceller it is.
#include "echo/echo_canceller.h"

#include <algorithm>

#include "echo/residual_suppressor.h"
#include "echo/speex_canceller.h"

namespace hookswitch {

namespace {

float mean_square(std::span<const std::int16_t> frame) {
  float sum = 0;
  for (const std::int16_t sample : frame) sum += static_cast<float>(sample) * static_cast<float>(sample);
  return frame.empty() ? 0.0F : sum / static_cast<float>(frame.size());
}

/// Half duplex without any library: nothing is ever learnt, so that the louder side speaks.
class VoiceSwitch final : public EchoCanceller {
 public:
  explicit VoiceSwitch(const EchoSettings& settings) : suppresses_(settings.suppresses), suppressor_(settings.comfort_noise) {}

  void process(std::span<const std::int16_t> far, std::span<std::int16_t> near) override {
    const float heard = mean_square(near);
    suppressor_.observe({.far = mean_square(far), .microphone = heard, .echo = 0, .residual = heard, .product = 0});
    if (suppresses_) suppressor_.apply(near);
  }
  void reset(int) override { suppressor_.reset(); }
  bool converged() const override { return false; }
  bool echo_alone() const override { return suppressor_.echo_alone(); }

 private:
  bool suppresses_;
  ResidualSuppressor suppressor_;
};

}  // namespace

std::unique_ptr<EchoCanceller> make_echo_canceller(const EchoSettings& settings) {
  auto canceller = make_speex_canceller(settings);
  return canceller ? std::move(canceller) : std::make_unique<VoiceSwitch>(settings);
}

}  // namespace hookswitch
