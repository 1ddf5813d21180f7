// DTMF as sound (ITU-T Q.23), for other sides that take no telephone events. Keys pressed ahead wait their turn.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "tone/tone_player.h"

namespace hookswitch {

class InBandDigits {
 public:
  explicit InBandDigits(int rate) : player_(rate) {}

  /// `event` 0 to 15 as in RFC 4733 §3.2; `volume` is the level of each of the two tones below 0 dBm0.
  void start(uint8_t event, uint8_t volume);
  void stop();
  void reset();

  bool active() const { return state_ != State::idle || queued_ > 0 || player_.active(); }
  /// 10 ms in place of the microphone.
  void tick(std::span<int16_t> pcm);

  // ITU-T Q.24: at least 40 ms of each; what is common in networks is more patient.
  static constexpr int kToneMs = 80;
  static constexpr int kPauseMs = 70;

 private:
  enum class State { idle, sounding, pausing };
  struct Key {
    uint8_t event;
    uint8_t volume;
    bool stopped;
  };

  void step();

  TonePlayer player_;
  State state_ = State::idle;
  Key key_{};
  int elapsed_ms_ = 0;
  std::array<Key, 16> queue_{};
  size_t queued_ = 0;
};

}  // namespace hookswitch
