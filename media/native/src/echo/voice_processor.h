// The way of one path's microphone: echo, noise, gain, and a level that keeps itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "dsp/automatic_gain.h"
#include "dsp/gain.h"
#include "echo/echo_canceller.h"

namespace hookswitch {

enum class EchoMode : std::uint8_t {
  off,
  /// The linear filter alone: for a path without much echo, where both sides are always heard.
  linear,
  /// The filter and suppression of what is left; half duplex until it has learnt.
  full,
  half_duplex,
};

struct VoiceProcessing {
  EchoMode echo = EchoMode::off;
  int tail_ms = 128;
  int noise_reduction_db = 0;
  bool comfort_noise = true;
  float gain_db = 0;
  /// The most that a quiet voice is raised; 0: levels stay as they are.
  float automatic_gain_db = 0;
};

class VoiceProcessor {
 public:
  /// By a thread that may allocate; the rest is the media thread's.
  VoiceProcessor(const VoiceProcessing& processing, int rate);

  /// Another device behind the path, or the same again.
  void begin(int latency_ms);
  void process(std::span<const std::int16_t> played, std::span<std::int16_t> microphone);

 private:
  Gain gain_;
  std::unique_ptr<EchoCanceller> echo_;
  std::unique_ptr<AutomaticGain> level_;
};

}  // namespace hookswitch
