// Off before on, so that two paths never play at once.
#include "engine/path_mixers.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace hookswitch {

namespace {
/// The volume at which the core passes sound on as it is.
constexpr int kUnity = 7;

using Open = std::array<bool, kPaths>;

bool rings(const MixerState& wanted, size_t path) {
  return wanted.ringing == static_cast<PathName>(path) && !wanted.paths[path].rings_apart;
}

bool live(const MixerState& wanted, size_t path) { return wanted.live == static_cast<PathName>(path); }

/// A ring needs no microphone.
bool wants(const MixerState& wanted, size_t path, const MixerControl& control) {
  return live(wanted, path) || (rings(wanted, path) && !control.capture);
}

bool needed(const MixerState& wanted, const Open& open, const std::string& card, const MixerControl& control) {
  for (size_t path = 0; path < kPaths; ++path) {
    const auto& mixer = wanted.paths[path].mixer;
    if (!open[path] || !mixer || mixer->card != card || !wants(wanted, path, control)) continue;
    if (std::find(mixer->switches.begin(), mixer->switches.end(), control) != mixer->switches.end()) return true;
  }
  return false;
}

void turn_off(const MixerState& wanted, const Open& open, size_t path, std::string& failure) {
  const PathMixer& mixer = *wanted.paths[path].mixer;
  std::vector<MixerControl> idle;
  std::copy_if(mixer.switches.begin(), mixer.switches.end(), std::back_inserter(idle),
               [&](const MixerControl& control) { return !needed(wanted, open, mixer.card, control); });
  AlsaMixer card;
  if (idle.empty() || !card.open(mixer.card, failure)) return;
  for (const MixerControl& control : idle) card.set_switch(control, false, failure);
}

}  // namespace

void PathMixers::apply(const MixerState& wanted, const Open& open) {
  std::array<std::string, kPaths> failures;
  const auto has_mixer = [&](size_t path) { return open[path] && wanted.paths[path].mixer; };
  for (size_t path = 0; path < kPaths; ++path) {
    if (has_mixer(path)) turn_off(wanted, open, path, failures[path]);
  }
  for (size_t path = 0; path < kPaths; ++path) {
    if (!has_mixer(path)) continue;
    if (live(wanted, path) || rings(wanted, path)) turn_on(wanted, path, failures[path]);
    tell(path, failures[path]);
  }
}

void PathMixers::turn_on(const MixerState& wanted, size_t path, std::string& failure) {
  const auto& mixer = wanted.paths[path].mixer;
  const int level = wanted.paths[path].level;
  const bool is_live = live(wanted, path);
  AlsaMixer card;
  const bool opened = card.open(mixer->card, failure);
  // The volume first: nothing is to be heard at the last path's. A ring has its own volume, which is the core's.
  if (mixer->volume) {
    const double db = mixer->volume->db_of(is_live ? level : kUnity);
    const bool set = opened && card.set_volume(mixer->volume->control, db, failure);
    // No control is silent for certain; one that fails leaves the volume to the core.
    if (is_live) answers_.push(SetVolume{static_cast<PathName>(path), set && level > 0 ? kUnity : level});
  }
  if (!opened) return;
  for (const MixerControl& control : mixer->switches) {
    if (wants(wanted, path, control)) card.set_switch(control, true, failure);
  }
}

void PathMixers::tell(size_t path, const std::string& failure) {
  if (failure != told_[path] && !failure.empty()) answers_.push(MixerFailed{static_cast<PathName>(path), failure});
  told_[path] = failure;
}

}  // namespace hookswitch
