// The security contexts without sockets: reference packets, what is refused, and that a packet costs no memory.
#include <cstdlib>
#include <thread>
#include <vector>

#include "srtp/receive_security.h"
#include "srtp/send_security.h"
#include "test.h"

using namespace hookswitch;

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define HOOKSWITCH_COUNTS_ALLOCATIONS
namespace {
thread_local long allocations = 0;
}
extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
}
#endif

namespace {

SrtpKeys keys_of(SrtpSuite suite, uint8_t first = 1) {
  SrtpKeys keys;
  keys.suite = suite;
  std::vector<uint8_t> master(master_bytes(suite));
  for (size_t index = 0; index < master.size(); ++index) master[index] = static_cast<uint8_t>(first + index);
  keys.master.set(master);
  return keys;
}

constexpr SrtpSuite kAll[] = {SrtpSuite::aes_cm_128_hmac_sha1_80, SrtpSuite::aes_cm_128_hmac_sha1_32, SrtpSuite::aes_256_cm_hmac_sha1_80,
                              SrtpSuite::aes_256_cm_hmac_sha1_32, SrtpSuite::aead_aes_128_gcm,        SrtpSuite::aead_aes_256_gcm};

/// A packet of 20 ms G.711.
std::vector<uint8_t> packet_of(uint16_t sequence, uint32_t ssrc = 1) {
  std::vector<uint8_t> packet(172, 0xd5);
  packet[0] = 0x80;
  packet[1] = 0;
  packet[2] = static_cast<uint8_t>(sequence >> 8);
  packet[3] = static_cast<uint8_t>(sequence);
  for (int index = 4; index < 11; ++index) packet[static_cast<size_t>(index)] = 0;
  packet[11] = static_cast<uint8_t>(ssrc);
  return packet;
}

struct Buffer {
  alignas(8) std::array<uint8_t, 1600> bytes{};
  size_t size = 0;
  explicit Buffer(std::span<const uint8_t> from) : size(from.size()) { std::copy(from.begin(), from.end(), bytes.begin()); }
  std::span<const uint8_t> filled() const { return std::span(bytes).first(size); }
};

}  // namespace

TEST("the reference packet of libsrtp comes out, and is refused a second time") {
  const uint8_t master[] = {0xe1, 0xf9, 0x7a, 0x0d, 0x3e, 0x01, 0x8b, 0xe0, 0xd6, 0x4f, 0xa3, 0x2c, 0x06, 0xde, 0x41,
                            0x39, 0x0e, 0xc6, 0x75, 0xad, 0x49, 0x8a, 0xfe, 0xeb, 0xb6, 0x96, 0x0b, 0x3a, 0xab, 0xe6};
  const uint8_t sealed[] = {0x80, 0x0f, 0x12, 0x34, 0xde, 0xca, 0xfb, 0xad, 0xca, 0xfe, 0xba, 0xbe, 0x4e,
                            0x55, 0xdc, 0x4c, 0xe7, 0x99, 0x78, 0xd8, 0x8c, 0xa4, 0xd2, 0x15, 0x94, 0x9d,
                            0x24, 0x02, 0xb7, 0x8d, 0x6a, 0xcc, 0x99, 0xea, 0x17, 0x9b, 0x8d, 0xbb};
  SrtpKeys keys;
  keys.master.set(master);
  std::vector<uint8_t> plain(sealed, sealed + 12);
  plain.resize(28, 0xab);
  Buffer out(plain);
  const auto sender = SrtpContext::for_sending(keys, 0xcafebabe);
  CHECK(sender != nullptr);
  out.size = sender->protect(out.bytes, out.size, false);
  CHECK(std::ranges::equal(out.filled(), sealed));
  const auto receiver = SrtpContext::for_receiving(keys);
  Buffer in(sealed);
  CHECK(receiver->unprotect(in.bytes, in.size, false) == SrtpContext::Verdict::good);
  CHECK(std::ranges::equal(in.filled(), plain));
  Buffer again(sealed);
  CHECK(receiver->unprotect(again.bytes, again.size, false) == SrtpContext::Verdict::replayed);
}

#ifdef HOOKSWITCH_COUNTS_ALLOCATIONS
TEST("a packet costs no memory, in no suite, neither way") {
  for (const SrtpSuite suite : kAll) {
    const auto sender = SrtpContext::for_sending(keys_of(suite), 1);
    const auto receiver = SrtpContext::for_receiving(keys_of(suite));
    const auto pass = [&](uint16_t sequence) {
      Buffer packet(packet_of(sequence));
      packet.size = sender->protect(packet.bytes, packet.size, false);
      CHECK(receiver->unprotect(packet.bytes, packet.size, false) == SrtpContext::Verdict::good);
      CHECK_EQUAL(packet.size, size_t{172});
    };
    // The first of a source is remembered.
    pass(0);
    std::vector<uint8_t> report(52, 0);
    report[0] = 0x80;
    report[1] = 200;
    report[3] = 12;
    report[7] = 1;
    std::vector<uint8_t> packet = packet_of(0);
    allocations = 0;
    for (uint16_t sequence = 1; sequence < 200; ++sequence) {
      packet[2] = 0;
      packet[3] = static_cast<uint8_t>(sequence);
      Buffer sound(packet);
      sound.size = sender->protect(sound.bytes, sound.size, false);
      if (receiver->unprotect(sound.bytes, sound.size, false) != SrtpContext::Verdict::good) break;
      Buffer control(report);
      control.size = sender->protect(control.bytes, control.size, true);
      if (receiver->unprotect(control.bytes, control.size, true) != SrtpContext::Verdict::good) break;
    }
    const long spent = allocations;
    CHECK_EQUAL(spent, 0L);
  }
}
#endif

TEST("every bit of a packet is guarded, and what is cut is refused") {
  for (const SrtpSuite suite : kAll) {
    const auto sender = SrtpContext::for_sending(keys_of(suite), 1);
    const auto receiver = SrtpContext::for_receiving(keys_of(suite));
    Buffer whole(packet_of(7));
    whole.size = sender->protect(whole.bytes, whole.size, false);
    for (size_t at = 0; at < whole.size; ++at) {
      Buffer broken(whole.filled());
      broken.bytes[at] ^= 1;
      CHECK(receiver->unprotect(broken.bytes, broken.size, false) != SrtpContext::Verdict::good);
    }
    for (size_t size = 0; size < whole.size; ++size) {
      Buffer cut(whole.filled().first(size));
      CHECK(receiver->unprotect(cut.bytes, cut.size, false) != SrtpContext::Verdict::good);
    }
    CHECK(receiver->unprotect(whole.bytes, whole.size, false) == SrtpContext::Verdict::good);
  }
}

TEST("random bytes are refused as RTP and as RTCP") {
  uint32_t seed = 7;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, static_cast<uint8_t>(seed >> 24); };
  for (const SrtpSuite suite : kAll) {
    SrtpKeys keys = keys_of(suite);
    for (const size_t mki : {0, 1, 128}) {
      keys.mki.set(std::vector<uint8_t>(mki, 9));
      const auto receiver = SrtpContext::for_receiving(keys);
      for (int round = 0; round < 3000; ++round) {
        std::vector<uint8_t> bytes(random() % 180);
        for (uint8_t& byte : bytes) byte = random();
        // Half of them look like packets with many extensions and sources.
        if (round % 2 == 0 && bytes.size() > 1) bytes[0] = 0x80 | (bytes[0] & 0x3f);
        for (const bool rtcp : {false, true}) {
          Buffer buffer(bytes);
          CHECK(receiver->unprotect(buffer.bytes, buffer.size, rtcp) != SrtpContext::Verdict::good);
        }
      }
    }
  }
}

TEST("a packet of the old keys is heard for three seconds, and no longer") {
  ReceiveSecurity security;
  const auto change = [&](uint8_t first) {
    auto setup = std::make_unique<ReceiveSetup>();
    setup->mode = DirectionSecurity::Mode::keyed;
    setup->context = SrtpContext::for_receiving(keys_of(SrtpSuite::aead_aes_128_gcm, first));
    security.change(std::move(setup));
  };
  const auto old_sender = SrtpContext::for_sending(keys_of(SrtpSuite::aead_aes_128_gcm, 1), 1);
  const auto new_sender = SrtpContext::for_sending(keys_of(SrtpSuite::aead_aes_128_gcm, 2), 1);
  const auto opens = [&](SrtpContext& sender, uint16_t sequence, int64_t now_us) {
    Buffer packet(packet_of(sequence));
    packet.size = sender.protect(packet.bytes, packet.size, false);
    return security.open(packet.bytes, packet.size, false, now_us) && std::ranges::equal(packet.filled(), packet_of(sequence));
  };
  change(1);
  CHECK(opens(*old_sender, 1, 0));
  change(2);
  CHECK(opens(*new_sender, 2, 1));
  CHECK(opens(*old_sender, 3, ReceiveSecurity::kOldKeysUs - 1));
  CHECK(!opens(*old_sender, 4, ReceiveSecurity::kOldKeysUs + 1));
  CHECK(opens(*new_sender, 5, ReceiveSecurity::kOldKeysUs + 2));
  CHECK_EQUAL(security.forged(), 1);
}

TEST("keys leave nothing behind in memory") {
  alignas(SrtpKeys) std::array<uint8_t, sizeof(SrtpKeys)> place{};
  auto* keys = new (place.data()) SrtpKeys(keys_of(SrtpSuite::aead_aes_256_gcm, 0x41));
  keys->~SrtpKeys();
  const uint8_t part[] = {0x42, 0x43, 0x44, 0x45, 0x46};
  CHECK(std::ranges::search(place, part).empty());
}

TEST("the same keys never begin to count anew, also after a time without them") {
  SendSecurity security;
  const auto change = [&](DirectionSecurity::Mode mode) {
    SendSetup setup;
    setup.mode = mode;
    if (mode == DirectionSecurity::Mode::keyed) setup.context = SrtpContext::for_sending(keys_of(SrtpSuite::aes_cm_128_hmac_sha1_80), 1);
    security.change(setup);
  };
  change(DirectionSecurity::Mode::keyed);
  const auto receiver = SrtpContext::for_receiving(keys_of(SrtpSuite::aes_cm_128_hmac_sha1_80));
  const auto passes = [&](uint16_t sequence) {
    Buffer packet(security.seal(packet_of(sequence), false));
    return receiver->unprotect(packet.bytes, packet.size, false) == SrtpContext::Verdict::good;
  };
  CHECK(passes(0xfffe));
  CHECK(passes(0xffff));
  CHECK(passes(0));
  change(DirectionSecurity::Mode::closed);
  CHECK(security.seal(packet_of(1), false).empty());
  change(DirectionSecurity::Mode::plain);
  CHECK(std::ranges::equal(security.seal(packet_of(1), false), packet_of(1)));
  change(DirectionSecurity::Mode::keyed);
  CHECK(passes(2));
  // The sequence number of before, once more: it would be the same key stream.
  CHECK(security.seal(packet_of(2), false).empty());
}
