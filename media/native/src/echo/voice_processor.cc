// What of it a path wants, in order.
#include "echo/voice_processor.h"

#include <cmath>

namespace hookswitch {

VoiceProcessor::VoiceProcessor(const VoiceProcessing& processing, int rate) : gain_(rate) {
  gain_.set_factor(std::pow(10.0F, processing.gain_db / 20.0F));
  if (processing.echo != EchoMode::off || processing.noise_reduction_db > 0) {
    echo_ = make_echo_canceller({
        .cancels = processing.echo == EchoMode::linear || processing.echo == EchoMode::full,
        .suppresses = processing.echo == EchoMode::full || processing.echo == EchoMode::half_duplex,
        .comfort_noise = processing.comfort_noise,
        .tail_ms = processing.tail_ms,
        .finds_delay = true,
        .noise_reduction_db = processing.noise_reduction_db,
    });
  }
  if (processing.automatic_gain_db > 0) level_ = std::make_unique<AutomaticGain>(processing.automatic_gain_db);
}

void VoiceProcessor::begin(int latency_ms) {
  if (echo_) echo_->reset(latency_ms);
}

void VoiceProcessor::process(std::span<const std::int16_t> played, std::span<std::int16_t> microphone) {
  // Gains come behind the canceller: a change of theirs is no change of the echo's way.
  if (echo_) echo_->process(played, microphone);
  gain_.apply(microphone);
  if (level_) level_->process(microphone, echo_ && echo_->echo_alone());
}

}  // namespace hookswitch
