// What the core is told: media/messages.ts' MediaCommand, checked in TypeScript and made ready where allocation is allowed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "engine/device_slot.h"
#include "engine/event.h"
#include "engine/session.h"
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
struct StartDtmf {
  uint32_t session;
  uint8_t event;
  uint8_t volume;
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
  ToneScript tone;
};
struct StopTone {};
struct PlayRing {
  PathName path;
  ToneScript tone;
};
struct StopRing {};

using Command = std::variant<AttachDevice, DeviceOpened, SelectPath, SetVolume, SetMuted, AddSession, ConfigureSession, ConnectSession,
                             StartDtmf, StopDtmf, CloseSession, RequestStatistics, PlayTone, StopTone, PlayRing, StopRing>;

}  // namespace hookswitch
