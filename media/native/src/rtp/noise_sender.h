// Pauses of what we say: when they are, and which comfort noise (RFC 3389) is sent instead of them.
#pragma once

#include <cstdint>
#include <span>

#include "codec/comfort_noise.h"
#include "dsp/voice_activity.h"

namespace hookswitch {

class NoiseSender {
 public:
  /// Each 10 ms of the microphone.
  void hear(std::span<const int16_t> pcm);

  /// Nobody talked since it was asked last.
  bool pause();

  /// The payload that is due for this packet of a pause, or nothing: one at its beginning, one when the noise has changed, and one
  /// from time to time, so that the way through NATs stays open and the other side knows that we are there.
  std::span<const uint8_t> next(std::span<const int16_t> frame, int packet_ms);

 private:
  VoiceActivity voice_;
  bool talked_ = true;
  bool described_ = false;
  NoiseDescription sent_;
  float level_db_ = 0;
  int since_ms_ = 0;
};

}  // namespace hookswitch
