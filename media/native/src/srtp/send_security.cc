// Sealing of packets.
#include "srtp/send_security.h"

#include <algorithm>
#include <utility>

namespace hookswitch {

void SendSecurity::change(SendSetup& setup) {
  mode_ = setup.mode;
  // The same keys must never count from the beginning again (RFC 3711 §9.1), also when there was a time without them.
  if (!setup.context || (context_ && setup.context->keys() == context_->keys())) return;
  std::swap(context_, setup.context);
}

std::span<const uint8_t> SendSecurity::seal(std::span<const uint8_t> packet, bool rtcp) {
  if (packet.empty() || mode_ == DirectionSecurity::Mode::plain) return packet;
  if (mode_ == DirectionSecurity::Mode::closed || !context_ || packet.size() + SrtpContext::kMaxTrailer > sealed_.size()) return {};
  std::copy(packet.begin(), packet.end(), sealed_.begin());
  return std::span(sealed_).first(context_->protect(sealed_, packet.size(), rtcp));
}

}  // namespace hookswitch
