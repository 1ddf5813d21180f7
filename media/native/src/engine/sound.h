// The sound side of the media thread: which device is the clock, the paths with their volumes, the local tone and the ringer.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dsp/gain.h"
#include "echo/voice_processor.h"
#include "engine/device_opener.h"
#include "engine/device_slot.h"
#include "engine/event.h"
#include "mixer/mixer.h"
#include "record/sound_tap.h"
#include "tone/ring_player.h"
#include "tone/tone_player.h"

namespace hookswitch {

class Sound {
 public:
  Sound();
  ~Sound();
  Sound(const Sound&) = delete;
  Sound& operator=(const Sound&) = delete;

  void attach(PathName path, DeviceSlot* slot, EventSink& events);
  void opened(DeviceSlot* slot, const std::string& failure, bool again, EventSink& events);
  void select(std::optional<PathName> path);
  void set_volume(std::optional<PathName> path, int level);
  void set_muted(bool muted) { microphone_.set_step(muted ? 0 : 7); }
  void play_tone(const ToneScript& tone) { tone_.start(tone); }
  void stop_tone() { tone_.stop(); }
  /// What rang before is in `ring` afterwards.
  void play_ring(PathName path, std::unique_ptr<RingScript>& ring);
  void stop_ring() { ring_.stop(); }
  /// What we say, heard by ourselves; only with an ear at the device, not through the room.
  void set_side_tone(PathName path, std::optional<float> level_db);
  /// What was there before is in `processor` afterwards; nullptr leaves the microphone as it is.
  void set_processor(PathName path, std::unique_ptr<VoiceProcessor>& processor);
  /// Likewise; nullptr: the sound of the live path is copied to nobody. A muted microphone is not copied either.
  void tap(std::unique_ptr<SoundTap>& tap) { tap_.swap(tap); }
  /// Heard by us and by everybody who hears us.
  void announce(const ToneScript& tone) { announcement_.start(tone); }

  /// Blocks until the next tick is due: on the live path's device, on another that works, or on a timer of our own.
  void wait(EventSink& events, DeviceOpener& opener);
  /// The microphone of the live path; silence when muted, when no path is live or its device is away.
  std::span<const int16_t> capture();
  /// Adds to what the live path plays.
  void hear(std::span<const int16_t> pcm) { mixer_.add(pcm); }
  /// What was heard in this tick is complete.
  void mix();
  /// It, without what the phone adds for its own person.
  std::span<const int16_t> conversation() const { return conversation_; }
  /// For our person alone.
  void add(std::span<const int16_t> pcm) { mix_into(playing_, pcm); }
  void play();

 private:
  DeviceSlot* slot_of(std::optional<PathName> path) const;
  DeviceSlot* clock() const;
  void tell(PathName path, EventType type, EventSink& events) const;
  void tell_all(const DeviceSlot* slot, EventType type, EventSink& events) const;
  void wait_for_timer();
  void process_voice();
  void keep_played();
  void copy(TapPoint point, std::span<const int16_t> pcm);

  std::array<DeviceSlot*, kPaths> slots_{};
  std::optional<PathName> live_;
  PathName ring_path_ = PathName::speaker;
  DeviceSlot* clock_ = nullptr;
  std::array<Gain, kPaths> volumes_;
  Gain ringer_volume_;
  /// Unity or, muted, nothing.
  Gain microphone_;
  TonePlayer tone_;
  RingPlayer ring_;
  TonePlayer announcement_;
  std::array<std::unique_ptr<VoiceProcessor>, kPaths> processors_;
  /// The live path is not the one that its processor has learnt.
  bool unlearnt_ = true;
  /// What the live path's device was given in the last tick, the ring included where it has the same.
  std::vector<int16_t> played_;
  std::unique_ptr<SoundTap> tap_;
  std::array<Gain, kPaths> side_tones_;
  Mixer mixer_;
  std::vector<int16_t> conversation_;
  std::vector<int16_t> side_tone_;
  std::vector<int16_t> captured_;
  std::vector<int16_t> playing_;
  std::vector<int16_t> ringing_;
  int64_t timer_due_ns_ = 0;
};

}  // namespace hookswitch
