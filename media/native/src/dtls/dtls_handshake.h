// One DTLS handshake that ends in SRTP keys (RFC 5764). Knows no sockets and no clock of its own: datagrams go in and come out, and
// somebody comes back when it asks for it.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dtls/dtls_identity.h"
#include "srtp/srtp_keys.h"

namespace hookswitch {

struct ExpectedFingerprint {
  std::string hash;
  std::string value;
};

class DtlsHandshake {
 public:
  /// `active` begins (RFC 5763 §5).
  DtlsHandshake(const DtlsIdentity& identity, bool active, std::vector<ExpectedFingerprint> expected);
  DtlsHandshake(const DtlsHandshake&) = delete;
  DtlsHandshake& operator=(const DtlsHandshake&) = delete;

  void start() { step(); }
  void receive(std::span<const uint8_t> datagram);
  /// The time that `timeout_ms` asked for has passed.
  void expire();

  enum class State : uint8_t { running, secured, failed };
  State state() const { return state_; }
  /// Why it failed; never anything secret.
  const std::string& reason() const { return reason_; }
  /// Ours and theirs, when `secured`.
  const SrtpKeys& send_keys() const { return send_keys_; }
  const SrtpKeys& receive_keys() const { return receive_keys_; }

  /// What is to be sent, in order; the caller empties it.
  std::vector<std::vector<uint8_t>>& outgoing() { return outgoing_; }
  /// -1: it waits for the other side alone.
  int timeout_ms() const;

 private:
  static BIO_METHOD* bio_method();
  static int bio_write(BIO* bio, const char* bytes, int size);
  static int bio_read(BIO* bio, char* bytes, int size);
  static long bio_control(BIO* bio, int command, long number, void* pointer);

  void step();
  void finish();
  bool matches(const X509* certificate) const;
  bool derive();
  void fail(std::string reason);

  std::unique_ptr<SSL, Freer<SSL_free>> ssl_;
  bool active_;
  std::vector<ExpectedFingerprint> expected_;
  State state_ = State::running;
  std::string reason_;
  SrtpKeys send_keys_;
  SrtpKeys receive_keys_;
  std::span<const uint8_t> incoming_;
  std::vector<std::vector<uint8_t>> outgoing_;
};

}  // namespace hookswitch
