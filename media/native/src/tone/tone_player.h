// Call progress tones, DTMF feedback and rings: segments of up to four sines, without clicks.
//
// Levels: the sine that just fills the coder is +3.14 dBm0 (A-law) or +3.17 dBm0 (µ-law), G.711 §4 and tables 1 and 2. The core
// takes +3.14 dBm0 for an amplitude of 32768 under both laws; the 0.03 dB cannot be heard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

struct TonePart {
  double frequency_hz = 0;
  double level_dbm0 = 0;
};

/// No parts is a rest.
struct ToneSegment {
  static constexpr std::size_t max_parts = 4;
  std::array<TonePart, max_parts> parts{};
  std::size_t part_count = 0;
  int duration_ms = 0;
};

struct ToneScript {
  static constexpr std::size_t max_segments = 16;
  std::array<ToneSegment, max_segments> segments{};
  std::size_t segment_count = 0;
  /// How often the segments are played; 0 is for ever.
  int repeat = 0;
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

  void begin_segment();
  void next_segment();
  void silence();
  void glide(Voice& voice, float target) const;
  Voice& free_voice();

  int rate_;
  ToneScript script_;
  bool running_ = false;
  std::size_t segment_ = 0;
  int played_ = 0;
  std::int64_t segment_left_ = 0;  // samples
  // Twice the parts: the segment that fades out and the one that fades in.
  std::array<Voice, 2 * ToneSegment::max_parts> voices_{};
};

}  // namespace hookswitch
