// Stands in for alsa_device.cc where the library was not found when the core was built.
#include "device/alsa_device.h"

#if !defined(HOOKSWITCH_HAVE_ALSA) || 1 // TODO until alsa_device.cc

namespace hookswitch {

std::unique_ptr<AudioDevice> make_alsa_device(AlsaNames) { return nullptr; }

}  // namespace hookswitch

#endif
