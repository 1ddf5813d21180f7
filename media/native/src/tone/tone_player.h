// Call progress tones, DTMF feedback and rings: segments of up to six sines, without clicks.
//
// Levels: the sine that just fills the coder is +3.14 dBm0 (A-law) or +3.17 dBm0 (µ-law), G.711 §4 and tables 1 and 2. The core
// takes +3.14 dBm0 for an amplitude of 32768 under both laws; the 0.03 dB cannot be heard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "tone/sequence.h"

namespace hookswitch {

struct TonePart {
  double frequency_hz = 0;
  double level_dbm0 = 0;
};

/// No parts is a rest.
struct ToneSegment {
  /// As many as a frequency script of the SPA has.
  static constexpr std::size_t max_parts = 6;
  std::array<TonePart, max_parts> parts{};
  std::size_t part_count = 0;
};

struct ToneScript {
  SequenceTiming timing;
  std::array<ToneSegment, SequenceTiming::max_segments> segments{};
};

class TonePlayer {
 public:
  explicit TonePlayer(int rate);

  /// Replaces what plays. A script without any length plays nothing.
  void start(const ToneScript& script);
  /// Fades out within `ramp_ms`.
  void stop();
  /// True while there is something to hear or to wait for, the fade included.
  bool active() const;
  /// Adds to what is there, with saturation. Neither allocates nor locks.
  void mix_into(std::span<std::int16_t> pcm);

  static constexpr int ramp_ms = 4;

 private:
  /// A sine that sounds or fades. It goes on in phase when the next segment has its frequency too.
  struct Voice {
    double frequency_hz = 0;
    double phase = 0;  // in turns
    float amplitude = 0;
    float target = 0;
    float slope = 0;  // a sample
  };

  void begin_segment(const ToneSegment& segment);
  void silence();
  void glide(Voice& voice, float target) const;
  Voice& free_voice();

  int rate_;
  ToneScript script_;
  Sequence sequence_;
  // Twice the parts: the segment that fades out and the one that fades in.
  std::array<Voice, 2 * ToneSegment::max_parts> voices_{};
};

}  // namespace hookswitch
