// RTP data packets and whom they are taken from.
#include <unistd.h>

#include <random>
#include <vector>

#include "rtp/bound_socket.h"
#include "rtp/receive_stream.h"
#include "rtp/rtp_packet.h"
#include "rtp/source_lock.h"
#include "rtcp/rtcp_packet.h"
#include "test.h"

using namespace hookswitch;

namespace {

using Bytes = std::vector<uint8_t>;

Bytes plain_packet(uint16_t sequence = 7, uint8_t payload_type = 0, size_t payload = 160) {
  const Bytes audio(payload, 0xff);
  Bytes out(kRtpHeaderBytes + payload);
  out.resize(write_rtp({true, payload_type, sequence, 0x01020304, 0xa0b0c0d0, audio}, out));
  return out;
}

Endpoint at(const char* address, uint16_t port) { return *Endpoint::from(address, port); }

ReceiveFormat pcmu_format() {
  ReceiveFormat format;
  format.decoders = std::make_unique<DecoderBank>(16000);
  format.decoders->add(0, "PCMU");
  format.signature = "PCMU/0";
  format.event_payload_type = 101;
  return format;
}

}  // namespace

TEST("an RTP packet is read as it was written") {
  const auto packet = parse_rtp(plain_packet());
  CHECK(packet.has_value());
  if (!packet) return;
  CHECK(packet->marker);
  CHECK_EQUAL(int{packet->payload_type}, 0);
  CHECK_EQUAL(packet->sequence, 7);
  CHECK_EQUAL(packet->timestamp, 0x01020304U);
  CHECK_EQUAL(packet->ssrc, 0xa0b0c0d0U);
  CHECK_EQUAL(packet->payload.size(), size_t{160});
}

TEST("contributing sources, extension and padding are stepped over") {
  Bytes packet = plain_packet(7, 0, 4);
  packet[0] = 0x80 | 0x20 | 0x10 | 2;
  const Bytes inserted = {1, 1, 1, 1, 2, 2, 2, 2, 0xbe, 0xde, 0, 1, 9, 9, 9, 9};
  packet.insert(packet.begin() + 12, inserted.begin(), inserted.end());
  packet.insert(packet.end(), {0, 0, 3});
  const auto read = parse_rtp(packet);
  CHECK(read.has_value());
  if (read) CHECK_EQUAL(read->payload.size(), size_t{4});
}

TEST("lengths that do not fit are refused") {
  Bytes padded = plain_packet();
  padded[0] |= 0x20;
  padded.back() = 161;
  CHECK(!parse_rtp(padded));
  padded.back() = 0;
  CHECK(!parse_rtp(padded));
  Bytes sources = plain_packet(7, 0, 8);
  sources[0] |= 3;
  CHECK(!parse_rtp(sources));
  Bytes extended = plain_packet(7, 0, 8);
  extended[0] |= 0x10;
  extended[14] = 0xff;
  CHECK(!parse_rtp(extended));
  Bytes version = plain_packet();
  version[0] = 0x40;
  CHECK(!parse_rtp(version));
  const Bytes whole = plain_packet();
  for (size_t length = 0; length < kRtpHeaderBytes; ++length) CHECK(!parse_rtp(std::span(whole).first(length)));
}

TEST("random bytes never hurt the parsers") {
  std::mt19937 random(1);
  for (int round = 0; round < 100'000; ++round) {
    Bytes bytes(random() % 96);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    // Most random bytes fall at the version; half of them are helped past it.
    if (!bytes.empty() && round % 2 == 0) bytes[0] = static_cast<uint8_t>((bytes[0] & 0x3f) | 0x80);
    if (bytes.size() > 1 && round % 4 == 0) bytes[1] = static_cast<uint8_t>(200 + random() % 5);
    if (bytes.size() > 3 && round % 8 == 0) bytes[2] = 0;
    const auto packet = parse_rtp(bytes);
    if (packet) CHECK(packet->payload.size() <= bytes.size());
    parse_rtcp(bytes, 1);
    parse_telephone_event(bytes);
  }
}

TEST("a receive stream survives damaged packets") {
  std::mt19937 random(2);
  ReceiveStream stream(16000);
  const Endpoint remote = at("192.0.2.1", 4000);
  stream.configure(pcmu_format(), remote);
  stream.allow(true);
  std::vector<int16_t> out(160);
  int64_t now_us = 1'000'000;
  for (int round = 0; round < 20'000; ++round, now_us += 10'000) {
    Bytes packet = plain_packet(static_cast<uint16_t>(round), random() % 8 == 0 ? 101 : 0, random() % 1400);
    for (int damage = static_cast<int>(random() % 6); damage > 0; --damage) packet[random() % packet.size()] = static_cast<uint8_t>(random());
    packet.resize(random() % 4 == 0 ? random() % packet.size() : packet.size());
    stream.receive(packet, remote, now_us, now_us);
    stream.pull(now_us, out);
    stream.expire(now_us);
  }
  CHECK(stream.packets() > 100);
  CHECK(stream.refused() > 100);
}

TEST("only the negotiated address is listened to") {
  SourceLock lock;
  lock.negotiate(at("192.0.2.1", 4000));
  CHECK(lock.judge(at("192.0.2.2", 4000), 0) == SourceLock::Verdict::refused);
  CHECK(lock.judge(at("192.0.2.1", 4444), 0) == SourceLock::Verdict::accepted_new_source);
  CHECK(lock.judge(at("192.0.2.1", 4444), 20) == SourceLock::Verdict::accepted);
  CHECK(lock.judge(at("192.0.2.1", 5555), 40) == SourceLock::Verdict::refused);
  CHECK(lock.judge(at("192.0.2.1", 4000), 60) == SourceLock::Verdict::accepted_new_source);
  CHECK(lock.judge(at("192.0.2.1", 5555), 60 + SourceLock::kTakeOverMs) == SourceLock::Verdict::accepted_new_source);
}

TEST("an IPv4 address and its IPv6 mapping are the same source") {
  CHECK(at("192.0.2.1", 1).key() == at("::ffff:192.0.2.1", 1).key());
  CHECK(!(at("2001:db8::1", 1).key() == at("2001:db8::2", 1).key()));
  CHECK(at("2001:db8::1", 5004).text() == "[2001:db8::1]:5004");
  CHECK(!Endpoint::from("localhost", 1));
}

TEST("one stray SSRC does not take the place of the one that talks") {
  ReceiveStream stream(16000);
  const Endpoint remote = at("192.0.2.1", 4000);
  stream.configure(pcmu_format(), remote);
  stream.allow(true);
  CHECK(stream.receive(plain_packet(1), remote, 1000, 1000).new_source);
  Bytes other = plain_packet(900);
  other[8] = 0x77;
  CHECK(!stream.receive(other, remote, 2000, 2000).new_source);
  CHECK(!stream.receive(plain_packet(2), remote, 3000, 3000).new_source);
  CHECK(!stream.receive(other, remote, 4000, 4000).new_source);
  CHECK(stream.receive(other, remote, 5000, 5000).new_source);
  CHECK_EQUAL(stream.packets(), 3);
  CHECK_EQUAL(stream.refused(), 2);
}

TEST("an unknown payload type is counted and dropped") {
  ReceiveStream stream(16000);
  const Endpoint remote = at("192.0.2.1", 4000);
  stream.configure(pcmu_format(), remote);
  stream.allow(true);
  stream.receive(plain_packet(1, 18), remote, 1000, 1000);
  CHECK_EQUAL(stream.packets(), 0);
  CHECK_EQUAL(stream.refused(), 1);
}

TEST("a payload type that was not agreed is no loss of the source that is heard") {
  ReceiveStream stream(16000);
  const Endpoint remote = at("192.0.2.1", 4000);
  stream.configure(pcmu_format(), remote);
  stream.allow(true);
  stream.receive(plain_packet(1), remote, 1000, 1000);
  // Comfort noise in the gaps, as some gateways send it unasked.
  for (uint16_t sequence = 2; sequence < 10; ++sequence) stream.receive(plain_packet(sequence, 13, 1), remote, sequence * 1000, sequence * 1000);
  CHECK_EQUAL(stream.last_heard_us(), 9000);
  stream.receive(plain_packet(10), remote, 10'000, 10'000);
  CHECK_EQUAL(stream.lost(), 0);
  CHECK_EQUAL(stream.packets(), 2);
  CHECK_EQUAL(stream.refused(), 8);
}

TEST("a socket carries the mark of its traffic, and IPv6 alone where that is wanted") {
  for (const char* address : {"127.0.0.1", "::1"}) {
    const int socket = bound_socket(at(address, 0), 0x60, true);
    CHECK(socket >= 0);
    int tos = 0;
    socklen_t length = sizeof tos;
    const bool is_v4 = std::string_view(address) == "127.0.0.1";
    CHECK_EQUAL(getsockopt(socket, is_v4 ? IPPROTO_IP : IPPROTO_IPV6, is_v4 ? IP_TOS : IPV6_TCLASS, &tos, &length), 0);
    CHECK_EQUAL(tos, 0x60);
    if (!is_v4) {
      int only = 0;
      getsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &only, &length);
      CHECK_EQUAL(only, 1);
    }
    close(socket);
  }
  CHECK(bound_socket(at("192.0.2.1", 0), 0x60) < 0);
}
