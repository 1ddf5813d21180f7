// What the cards' mixers are to be set to for the live path, its volume and the ring; and setting them.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "device/alsa_mixer.h"
#include "engine/command_queue.h"

namespace hookswitch {

/// As the control thread wants it.
struct MixerState {
  struct Path {
    std::optional<PathMixer> mixer;
    const DeviceSlot* slot = nullptr;
    int level = 7;
    /// The ring has a PCM of its own and does not come this way.
    bool rings_apart = false;
  };
  std::array<Path, kPaths> paths;
  std::optional<PathName> live;
  std::optional<PathName> ringing;

  Path& of(PathName path) { return paths[static_cast<size_t>(path)]; }
};

/// Used by the opener's thread.
class PathMixers {
 public:
  explicit PathMixers(CommandQueue& answers) : answers_(answers) {}

  /// Only paths whose device is open are touched: a card that is away was told as such.
  void apply(const MixerState& wanted, const std::array<bool, kPaths>& open);

 private:
  void turn_on(const MixerState& wanted, size_t path, std::string& failure);
  void tell(size_t path, const std::string& failure);

  CommandQueue& answers_;
  /// What was told last; empty: it works.
  std::array<std::string, kPaths> told_;
};

}  // namespace hookswitch
