// Stands in for alsa_device.cc and alsa_mixer.cc where the library was not found when the core was built.
#include "device/alsa_device.h"
#include "device/alsa_mixer.h"

#ifndef HOOKSWITCH_HAVE_ALSA

namespace hookswitch {

std::unique_ptr<AudioDevice> make_alsa_device(AlsaNames) { return nullptr; }

AlsaMixer::~AlsaMixer() = default;
bool AlsaMixer::open(const std::string& card, std::string& error) {
  error = "mixer of " + card + ": the media core was built without ALSA";
  return false;
}
bool AlsaMixer::set_switch(const MixerControl&, bool, std::string&) { return false; }
bool AlsaMixer::set_volume(const MixerControl&, double, std::string&) { return false; }

}  // namespace hookswitch

#endif
