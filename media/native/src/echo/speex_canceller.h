// The canceller that stands on speexdsp.
#pragma once

#include <memory>

#include "echo/echo_canceller.h"

namespace hookswitch {

/// Nullptr where the core was built without speexdsp.
std::unique_ptr<EchoCanceller> make_speex_canceller(const EchoSettings& settings);

}  // namespace hookswitch
