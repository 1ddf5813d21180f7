// What the core is told: media/messages.ts' MediaCommand, checked in TypeScript and made ready where allocation is allowed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "echo/voice_processor.h"
#include "engine/device_slot.h"
#include "engine/event.h"
#include "engine/session.h"
#include "record/file_end.h"
#include "record/sound_tap.h"
#include "tone/ring_player.h"
#include "tone/tone_player.h"

namespace hookswitch {

struct AttachDevice {
  PathName path;
  DeviceSlot* slot;
};
/// The opener's answer; an empty reason is success.
struct DeviceOpened {
  DeviceSlot* slot;
  std::string failure;
  bool again;
};
/// The opener's word that a path's mixer controls could not be set.
struct MixerFailed {
  PathName path;
  std::string failure;
};
struct SelectPath {
  std::optional<PathName> path;
};
/// No path: the ringer.
struct SetVolume {
  std::optional<PathName> path;
  int level;
};
struct SetMuted {
  bool muted;
};
struct AddSession {
  Session* session;
};
struct ConfigureSession {
  uint32_t session;
  std::unique_ptr<SessionSetup> setup;
};
struct ConnectSession {
  uint32_t session;
  bool heard;
};
/// Whoever is not named is in no group (0).
struct MixSessions {
  struct Member {
    uint32_t session;
    uint8_t group;
  };
  std::vector<Member> members;
};
struct SetVoice {
  uint32_t session;
  bool muted;
  float level_db;
};
/// No level: none is heard.
struct SetSideTone {
  PathName path;
  std::optional<float> level_db;
};
struct SetVoiceProcessor {
  PathName path;
  std::unique_ptr<VoiceProcessor> processor;
};
struct TapSound {
  std::unique_ptr<SoundTap> tap;
};
struct Announce {
  std::unique_ptr<ToneScript> tone;
};
class Recording;
struct StartRecording {
  Recording* recording;
};
struct StopRecording {
  uint32_t recording;
};
class Playback;
struct StartPlayback {
  Playback* playback;
};
struct StopPlayback {
  uint32_t playback;
};
/// The file thread's answer.
struct FileEnded {
  uint32_t id;
  bool recorded;
  FileEnd end;
};
struct StartDtmf {
  uint32_t session;
  uint8_t event;
  uint8_t volume;
};
/// At the core's rate.
struct SetMusic {
  std::unique_ptr<std::vector<int16_t>> music;
};
struct PlayMusic {
  uint32_t session;
  bool on;
};
struct StopDtmf {
  uint32_t session;
};
struct CloseSession {
  uint32_t session;
};
struct RequestStatistics {
  uint32_t session;
};
struct PlayTone {
  std::unique_ptr<ToneScript> tone;
};
struct StopTone {};
struct PlayRing {
  PathName path;
  std::unique_ptr<RingScript> ring;
};
struct StopRing {};

using Command = std::variant<AttachDevice, DeviceOpened, MixerFailed, SelectPath, SetVolume, SetMuted, AddSession, ConfigureSession, ConnectSession,
                             MixSessions, SetVoice, SetSideTone, SetVoiceProcessor, TapSound, Announce, StartRecording, StopRecording, StartPlayback,
                             StopPlayback, FileEnded, StartDtmf, SetMusic, PlayMusic, StopDtmf, CloseSession, RequestStatistics,
                             PlayTone, StopTone, PlayRing, StopRing>;

}  // namespace hookswitch
