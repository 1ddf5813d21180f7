// The checked reader and the writer of RTP data packets.
#include "rtp/rtp_packet.h"

#include "rtp/byte_reader.h"
#include "rtp/byte_writer.h"

namespace hookswitch {

namespace {
constexpr uint8_t kVersion = 2;
}

std::optional<RtpPacket> parse_rtp(std::span<const uint8_t> datagram) {
  ByteReader reader(datagram);
  const uint8_t first = reader.u8();
  const uint8_t second = reader.u8();
  RtpPacket packet;
  packet.marker = (second & 0x80) != 0;
  packet.payload_type = second & 0x7f;
  packet.sequence = reader.u16();
  packet.timestamp = reader.u32();
  packet.ssrc = reader.u32();
  if (!reader.ok() || first >> 6 != kVersion) return std::nullopt;
  // Payload types 72 to 76 are RTCP's 200 to 204 seen through RTP's eyes (RFC 5761 §4).
  if (packet.payload_type >= 72 && packet.payload_type <= 76) return std::nullopt;
  reader.take(static_cast<size_t>(first & 0x0f) * 4);
  if ((first & 0x10) != 0) {
    reader.u16();
    const size_t words = reader.u16();
    reader.take(words * 4);
  }
  if (!reader.ok()) return std::nullopt;
  packet.payload = reader.take(reader.remaining());
  if ((first & 0x20) != 0) {
    // The last byte counts the padding, itself included.
    if (packet.payload.empty()) return std::nullopt;
    const size_t padding = packet.payload.back();
    if (padding == 0 || padding > packet.payload.size()) return std::nullopt;
    packet.payload = packet.payload.first(packet.payload.size() - padding);
  }
  return packet;
}

size_t write_rtp(const RtpPacket& packet, std::span<uint8_t> out) {
  ByteWriter writer(out);
  writer.u8(kVersion << 6);
  writer.u8((packet.marker ? 0x80U : 0U) | packet.payload_type);
  writer.u16(packet.sequence);
  writer.u32(packet.timestamp);
  writer.u32(packet.ssrc);
  writer.bytes(packet.payload);
  return writer.ok() ? writer.size() : 0;
}

}  // namespace hookswitch
