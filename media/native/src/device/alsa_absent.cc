// Stands in for alsa_device.cc where the library was not found when the core was built.
#include "device/alsa_device.h"

#ifndef HOOKSWITCH_HAVE_ALSA

namespace hookswitch {

std::unique_ptr<AudioDevice> make_alsa_device(AlsaNames) { return nullptr; }

}  // namespace hookswitch

#endif
