// Packets that wait for their time, in the order of their timestamps. Fixed memory: what does not fit is dropped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

class PacketStore {
 public:
  /// 640 ms of 10 ms packets; payloads of 20 ms of 16-bit PCM at 32 kHz.
  static constexpr size_t kSlots = 64;
  static constexpr size_t kPayloadBytes = 1280;

  struct Packet {
    uint32_t timestamp = 0;
    uint8_t payload_type = 0;
    uint16_t size = 0;
    std::array<uint8_t, kPayloadBytes> data;
    std::span<const uint8_t> payload() const { return {data.data(), size}; }
  };

  enum class Outcome { stored, duplicate, full };

  PacketStore();
  Outcome insert(uint32_t timestamp, uint8_t payload_type, std::span<const uint8_t> payload);
  bool empty() const { return count_ == 0; }
  size_t size() const { return count_; }
  /// Earliest and latest; only when not empty.
  const Packet& front() const { return slots_[order_[0]]; }
  const Packet& back() const { return slots_[order_[count_ - 1]]; }
  void pop_front();
  void clear();

 private:
  std::array<Packet, kSlots> slots_;
  /// The first `count_` are in use, earliest first; the rest are free.
  std::array<uint8_t, kSlots> order_;
  size_t count_ = 0;
};

}  // namespace hookswitch
