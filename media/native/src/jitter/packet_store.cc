// An insertion-sorted table of slots: packets come nearly in order.
#include "jitter/packet_store.h"

#include <algorithm>
#include <numeric>

namespace hookswitch {

PacketStore::PacketStore() { std::iota(order_.begin(), order_.end(), uint8_t{0}); }

PacketStore::Outcome PacketStore::insert(uint32_t timestamp, uint8_t payload_type, std::span<const uint8_t> payload) {
  size_t at = count_;
  while (at > 0) {
    // RFC 1982 arithmetic: timestamps wrap.
    const auto after = static_cast<int32_t>(timestamp - slots_[order_[at - 1]].timestamp);
    if (after == 0) return Outcome::duplicate;
    if (after > 0) break;
    --at;
  }
  if (count_ == kSlots || payload.size() > kPayloadBytes) return Outcome::full;
  Packet& packet = slots_[order_[count_]];
  packet.timestamp = timestamp;
  packet.payload_type = payload_type;
  packet.size = static_cast<uint16_t>(payload.size());
  std::copy(payload.begin(), payload.end(), packet.data.begin());
  const auto begin = order_.begin();
  std::rotate(begin + static_cast<std::ptrdiff_t>(at), begin + static_cast<std::ptrdiff_t>(count_),
              begin + static_cast<std::ptrdiff_t>(count_) + 1);
  ++count_;
  return Outcome::stored;
}

void PacketStore::pop_front() {
  if (count_ == 0) return;
  std::rotate(order_.begin(), order_.begin() + 1, order_.begin() + static_cast<std::ptrdiff_t>(count_));
  --count_;
}

void PacketStore::clear() { count_ = 0; }

}  // namespace hookswitch
