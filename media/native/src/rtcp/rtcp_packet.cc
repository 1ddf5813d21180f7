// The checked reader and the writer of RTCP compounds.
#include "rtcp/rtcp_packet.h"

#include <algorithm>

#include "rtp/byte_reader.h"
#include "rtp/byte_writer.h"

namespace hookswitch {

namespace {

constexpr uint8_t kSenderReport = 200;
constexpr uint8_t kReceiverReport = 201;
constexpr uint8_t kSourceDescription = 202;
constexpr uint8_t kGoodbye = 203;
constexpr uint8_t kCanonicalName = 1;

ReportBlock read_block(ByteReader& reader) {
  ReportBlock block;
  block.ssrc = reader.u32();
  block.fraction_lost = reader.u8();
  const uint32_t lost = reader.u24();
  block.cumulative_lost = static_cast<int32_t>(lost << 8) >> 8;
  block.highest_sequence = reader.u32();
  block.jitter = reader.u32();
  block.last_sr = reader.u32();
  block.delay_since_last_sr = reader.u32();
  return block;
}

void read_report(ByteReader reader, bool sender, int count, uint32_t local_ssrc, RtcpCompound& compound) {
  compound.sender_ssrc = reader.u32();
  if (sender) {
    SenderInfo info;
    info.ntp = static_cast<uint64_t>(reader.u32()) << 32;
    info.ntp |= reader.u32();
    info.rtp_timestamp = reader.u32();
    info.packets = reader.u32();
    info.octets = reader.u32();
    if (reader.ok()) compound.sender = info;
  }
  for (int index = 0; index < count; ++index) {
    const ReportBlock block = read_block(reader);
    if (!reader.ok()) return;
    if (block.ssrc == local_ssrc) compound.about_us = block;
  }
}

void read_goodbye(ByteReader reader, int count, RtcpCompound& compound) {
  compound.goodbye = count > 0;
  for (int index = 0; index < count; ++index) {
    const uint32_t ssrc = reader.u32();
    if (index == 0) compound.goodbye_ssrc = ssrc;
  }
  if (!reader.ok() || reader.remaining() == 0) return;
  for (const uint8_t byte : reader.take(reader.u8())) compound.goodbye_reason.add(byte);
}

void write_block(ByteWriter& writer, const ReportBlock& block) {
  writer.u32(block.ssrc);
  writer.u8(block.fraction_lost);
  // RFC 3550 §6.4.1: 24 bits, clamped, not wrapped.
  writer.u24(static_cast<uint32_t>(std::clamp(block.cumulative_lost, -0x800000, 0x7fffff)) & 0xffffff);
  writer.u32(block.highest_sequence);
  writer.u32(block.jitter);
  writer.u32(block.last_sr);
  writer.u32(block.delay_since_last_sr);
}

/// Header with an empty length; `finish` fills it in.
size_t begin(ByteWriter& writer, int count, uint8_t type) {
  const size_t start = writer.size();
  writer.u8(0x80U | static_cast<uint32_t>(count));
  writer.u8(type);
  writer.u16(0);
  return start;
}

void finish(ByteWriter& writer, size_t start) {
  writer.patch_u16(start + 2, static_cast<uint32_t>((writer.size() - start) / 4 - 1));
}

void write_description(ByteWriter& writer, uint32_t ssrc, std::string_view name) {
  const std::string_view fitting = name.substr(0, 255);
  const size_t start = begin(writer, 1, kSourceDescription);
  writer.u32(ssrc);
  writer.u8(kCanonicalName);
  writer.u8(static_cast<uint32_t>(fitting.size()));
  writer.bytes({reinterpret_cast<const uint8_t*>(fitting.data()), fitting.size()});
  // At least one null byte ends the items, and the chunk ends on a 32-bit boundary (RFC 3550 §6.5).
  do {
    writer.u8(0);
  } while ((writer.size() - start) % 4 != 0 && writer.ok());
  finish(writer, start);
}

}  // namespace

std::optional<RtcpCompound> parse_rtcp(std::span<const uint8_t> datagram, uint32_t local_ssrc) {
  ByteReader reader(datagram);
  RtcpCompound compound;
  bool first = true;
  while (reader.remaining() > 0) {
    const uint8_t head = reader.u8();
    const uint8_t type = reader.u8();
    const size_t length = static_cast<size_t>(reader.u16()) * 4;
    const auto body = reader.take(length);
    if (!reader.ok() || head >> 6 != 2) return std::nullopt;
    // A compound begins with a report, which is never padded (RFC 3550 §6.1).
    if (first && type != kSenderReport && type != kReceiverReport) return std::nullopt;
    if (first && (head & 0x20) != 0) return std::nullopt;
    first = false;
    const int count = head & 0x1f;
    if (type == kSenderReport || type == kReceiverReport) {
      read_report(ByteReader(body), type == kSenderReport, count, local_ssrc, compound);
    } else if (type == kExtendedReport) {
      if (auto metrics = find_voip_metrics(body, local_ssrc)) compound.metrics_about_us = metrics;
    } else if (type == kGoodbye) {
      read_goodbye(ByteReader(body), count, compound);
    }
  }
  if (first) return std::nullopt;
  return compound;
}

size_t write_rtcp(const RtcpReport& report, std::span<uint8_t> out) {
  ByteWriter writer(out);
  const size_t start = begin(writer, report.block ? 1 : 0, report.sender ? kSenderReport : kReceiverReport);
  writer.u32(report.ssrc);
  if (report.sender) {
    writer.u32(static_cast<uint32_t>(report.sender->ntp >> 32));
    writer.u32(static_cast<uint32_t>(report.sender->ntp));
    writer.u32(report.sender->rtp_timestamp);
    writer.u32(report.sender->packets);
    writer.u32(report.sender->octets);
  }
  if (report.block) write_block(writer, *report.block);
  finish(writer, start);
  write_description(writer, report.ssrc, report.canonical_name);
  if (report.metrics) {
    const size_t extended = begin(writer, 0, kExtendedReport);
    writer.u32(report.ssrc);
    write_voip_metrics(writer, *report.metrics);
    finish(writer, extended);
  }
  if (report.goodbye) {
    const size_t bye = begin(writer, 1, kGoodbye);
    writer.u32(report.ssrc);
    finish(writer, bye);
  }
  return writer.ok() ? writer.size() : 0;
}

}  // namespace hookswitch
