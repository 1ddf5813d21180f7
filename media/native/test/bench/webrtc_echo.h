// WebRTC's canceller as Debian 12 has it, for comparison; the library wants exceptions, so it has a unit of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace hookswitch::bench {

using EchoFrame = std::function<void(std::span<const std::int16_t> far, std::span<std::int16_t> near)>;

/// Extended filter, delay agnostic, moderate suppression. Empty where the library is not there.
EchoFrame webrtc_echo(int delay_ms);

}  // namespace hookswitch::bench
