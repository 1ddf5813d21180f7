// The ring: a tune of tones or a recording, let through by a cadence, and getting louder if it is to.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tone/tone_player.h"

namespace hookswitch {

/// Made where allocation is allowed.
struct RingScript {
  ToneScript tune;
  /// A recording in place of the tune, at the core's rate; it begins again when it is over.
  std::vector<std::int16_t> recording;
  /// Without sections the tune sounds all the time.
  SequenceTiming cadence;
  /// Bit N: the cadence's segment N sounds. Tune or recording begin anew with each that follows a rest.
  std::uint32_t sounding = 0;
  /// From -24 dB to full loudness in this time; 0: loud at once.
  int rise_ms = 0;
};

class RingPlayer {
 public:
  explicit RingPlayer(int rate);

  /// What was played before is in `script` afterwards: not to be freed by the media thread.
  void start(std::unique_ptr<RingScript>& script);
  void stop();
  /// True while there is something to hear or to wait for, the fade included.
  bool active() const { return running_ || gate_ > 0.0F; }
  /// Adds to what is there, with saturation. Neither allocates nor locks.
  void mix_into(std::span<std::int16_t> pcm);

  static constexpr double quiet_db = -24;

 private:
  void begin_tune();
  void step_cadence();
  std::int16_t next_sample();
  float rise() const;

  int rate_;
  TonePlayer tune_;
  Sequence cadence_;
  std::unique_ptr<RingScript> script_;
  bool running_ = false;
  bool open_ = false;
  float gate_ = 0;
  std::size_t position_ = 0;
  std::int64_t played_ = 0;
};

}  // namespace hookswitch
