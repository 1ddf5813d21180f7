// Simple mixer elements, which ALSA makes of a card's single switches and volumes.
#include "device/alsa_mixer.h"

#include <algorithm>

#ifdef HOOKSWITCH_HAVE_ALSA
#include <alsa/asoundlib.h>

#include <cmath>
#endif

namespace hookswitch {

double MixerVolume::db_of(int level) const {
  return least_db + (most_db - least_db) * (std::clamp(level, 1, 10) - 1) / 9;
}

#ifdef HOOKSWITCH_HAVE_ALSA

AlsaMixer::~AlsaMixer() {
  if (mixer_ != nullptr) snd_mixer_close(mixer_);
}

bool AlsaMixer::open(const std::string& card, std::string& error) {
  card_ = card;
  int code = snd_mixer_open(&mixer_, 0);
  if (code < 0) mixer_ = nullptr;
  if (code >= 0) code = snd_mixer_attach(mixer_, card.c_str());
  if (code >= 0) code = snd_mixer_selem_register(mixer_, nullptr, nullptr);
  if (code >= 0) code = snd_mixer_load(mixer_);
  if (code < 0) error = "mixer of " + card + ": " + snd_strerror(code);
  return code >= 0;
}

std::string AlsaMixer::about(const MixerControl& control, const char* what) const {
  return "mixer control \"" + control.name + "\"," + std::to_string(control.index) + " of " + card_ + ": " + what;
}

snd_mixer_elem_t* AlsaMixer::find(const MixerControl& control, std::string& error) const {
  snd_mixer_selem_id_t* id = nullptr;
  snd_mixer_selem_id_alloca(&id);
  snd_mixer_selem_id_set_name(id, control.name.c_str());
  snd_mixer_selem_id_set_index(id, control.index);
  snd_mixer_elem_t* found = snd_mixer_find_selem(mixer_, id);
  if (found == nullptr) error = about(control, "there is none");
  return found;
}

bool AlsaMixer::set_switch(const MixerControl& control, bool on, std::string& error) {
  snd_mixer_elem_t* element = find(control, error);
  if (element == nullptr) return false;
  const bool has = control.capture ? snd_mixer_selem_has_capture_switch(element) : snd_mixer_selem_has_playback_switch(element);
  if (!has) {
    error = about(control, control.capture ? "no capture switch" : "no playback switch");
    return false;
  }
  const int code = control.capture ? snd_mixer_selem_set_capture_switch_all(element, on)
                                   : snd_mixer_selem_set_playback_switch_all(element, on);
  if (code < 0) error = about(control, snd_strerror(code));
  return code >= 0;
}

bool AlsaMixer::set_volume(const MixerControl& control, double db, std::string& error) {
  snd_mixer_elem_t* element = find(control, error);
  if (element == nullptr) return false;
  long least = 0;
  long most = 0;
  if (snd_mixer_selem_get_playback_dB_range(element, &least, &most) < 0) {
    error = about(control, "no volume in dB");
    return false;
  }
  const long wanted = std::clamp(std::lround(db * 100), least, most);
  const int code = snd_mixer_selem_set_playback_dB_all(element, wanted, -1);
  if (code < 0) error = about(control, snd_strerror(code));
  return code >= 0;
}

#endif

}  // namespace hookswitch
