// Handshakes between two of ours without sockets: keys that fit each other, losses, strangers' certificates, bytes that make no sense.
#include "dtls/dtls_handshake.h"

#include <chrono>
#include <functional>
#include <thread>

#include "test.h"

using namespace hookswitch;

namespace {

struct Pair {
  std::unique_ptr<DtlsIdentity> one = DtlsIdentity::make();
  std::unique_ptr<DtlsIdentity> other = DtlsIdentity::make();
  DtlsHandshake client{*one, true, {{"sha-256", other->fingerprint()}}};
  DtlsHandshake server{*other, false, {{"sha-256", one->fingerprint()}}};

  /// Until nothing is under way any more. `drops` says which datagram, counted from 0, is lost.
  void run(const std::function<bool(int)>& drops = {}) {
    client.start();
    server.start();
    int count = 0;
    for (int turn = 0; turn < 100; ++turn) {
      const bool moved = carry(client, server, drops, count) | carry(server, client, drops, count);
      if (moved) continue;
      const int wait_ms = std::max(client.timeout_ms(), server.timeout_ms());
      if (wait_ms < 0 || wait_ms > 1100) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
      client.expire();
      server.expire();
    }
  }

  static bool carry(DtlsHandshake& from, DtlsHandshake& to, const std::function<bool(int)>& drops, int& count) {
    const auto datagrams = std::move(from.outgoing());
    from.outgoing().clear();
    for (const auto& datagram : datagrams) {
      CHECK(datagram.size() <= 1200);
      if (!drops || !drops(count++)) to.receive(datagram);
    }
    return !datagrams.empty();
  }

  bool agreed() const {
    return client.state() == DtlsHandshake::State::secured && server.state() == DtlsHandshake::State::secured &&
           client.send_keys() == server.receive_keys() && client.receive_keys() == server.send_keys() &&
           !(client.send_keys() == client.receive_keys());
  }
};

}  // namespace

TEST("two ends of a handshake have each other's keys") {
  Pair pair;
  pair.run();
  CHECK(pair.agreed());
  CHECK(pair.client.send_keys().suite == SrtpSuite::aead_aes_256_gcm);
  CHECK_EQUAL(pair.one->fingerprint().size(), size_t{32 * 3 - 1});
  CHECK(pair.one->fingerprint() != pair.other->fingerprint());
}

TEST("a handshake survives lost datagrams") {
  for (const int lost : {0, 1, 3, 5}) {
    Pair pair;
    pair.run([lost](int index) { return index == lost; });
    CHECK(pair.agreed());
  }
}

TEST("a certificate that the signalling did not name ends the handshake") {
  Pair pair;
  const auto stranger = DtlsIdentity::make();
  DtlsHandshake client(*stranger, true, {{"sha-256", pair.other->fingerprint()}});
  client.start();
  int count = 0;
  for (int turn = 0; turn < 10; ++turn) {
    Pair::carry(client, pair.server, {}, count);
    Pair::carry(pair.server, client, {}, count);
  }
  CHECK(pair.server.state() == DtlsHandshake::State::failed);
  CHECK(pair.server.reason().find("certificate") != std::string::npos);
  CHECK(pair.server.send_keys().master.bytes().empty());
}

TEST("a fingerprint of a hash that can be forged fits nothing") {
  Pair pair;
  DtlsHandshake client(*pair.one, true, {{"sha-1", pair.other->fingerprint()}, {"", ""}});
  client.start();
  int count = 0;
  for (int turn = 0; turn < 10; ++turn) {
    Pair::carry(client, pair.server, {}, count);
    Pair::carry(pair.server, client, {}, count);
  }
  CHECK(client.state() == DtlsHandshake::State::failed);
}

TEST("bytes at random do not disturb a handshake") {
  Pair pair;
  uint32_t seed = 3;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, static_cast<uint8_t>(seed >> 24); };
  for (int round = 0; round < 3000; ++round) {
    std::vector<uint8_t> bytes(random());
    for (uint8_t& byte : bytes) byte = random();
    if (bytes.size() > 2) {
      bytes[0] = static_cast<uint8_t>(20 + bytes[0] % 5);
      bytes[1] = 0xfe;
      bytes[2] = 0xfd;
    }
    pair.server.receive(bytes);
    pair.server.outgoing().clear();
  }
  CHECK(pair.server.state() != DtlsHandshake::State::secured);
}
