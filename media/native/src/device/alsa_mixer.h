// A card's mixer by ALSA: switches and volumes, by the names that `amixer` shows. Opening and setting may take their time.
#pragma once

#include <optional>
#include <string>
#include <vector>

struct _snd_mixer;
struct _snd_mixer_elem;

namespace hookswitch {

struct MixerControl {
  std::string name;
  unsigned index = 0;
  bool capture = false;

  bool operator==(const MixerControl&) const = default;
};

struct MixerVolume {
  MixerControl control;
  /// At volume 1 and at volume 10; what is between lies on a line.
  double least_db = 0;
  double most_db = 0;

  double db_of(int level) const;
};

/// What of a card's mixer belongs to a path.
struct PathMixer {
  /// As `snd_ctl_open` takes it.
  std::string card;
  /// On while the path is live.
  std::vector<MixerControl> switches;
  std::optional<MixerVolume> volume;
};

class AlsaMixer {
 public:
  AlsaMixer() = default;
  ~AlsaMixer();
  AlsaMixer(const AlsaMixer&) = delete;
  AlsaMixer& operator=(const AlsaMixer&) = delete;

  /// Every failure names the card and, where there is one, the control.
  bool open(const std::string& card, std::string& error);
  bool set_switch(const MixerControl& control, bool on, std::string& error);
  /// The control's nearest value that is not louder, within what it can do.
  bool set_volume(const MixerControl& control, double db, std::string& error);

 private:
  _snd_mixer_elem* find(const MixerControl& control, std::string& error) const;
  std::string about(const MixerControl& control, const char* what) const;

  _snd_mixer* mixer_ = nullptr;
  std::string card_;
};

}  // namespace hookswitch
