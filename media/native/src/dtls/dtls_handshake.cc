// Drives OpenSSL through a BIO that keeps datagrams apart.
#include "dtls/dtls_handshake.h"

#include <openssl/err.h>
#include <openssl/srtp.h>
#include <sys/time.h>

#include <algorithm>
#include <array>

namespace hookswitch {

namespace {

/// What goes through tunnels, and what WebRTC takes as well.
constexpr long kMtu = 1200;
/// A lost flight must not be heard as a pause; doubled each time (RFC 6347 §4.2.4.1 leaves it to who knows the network).
constexpr unsigned int kFirstTimeoutUs = 250'000;
constexpr unsigned int kLongestTimeoutUs = 4'000'000;
/// A flight has a dozen datagrams at most; what nobody takes is lost, as on the wire.
constexpr size_t kMostOutgoing = 64;

unsigned int next_timeout(SSL*, unsigned int timeout_us) {
  return timeout_us == 0 ? kFirstTimeoutUs : std::min(timeout_us * 2, kLongestTimeoutUs);
}

std::optional<SrtpSuite> suite_of(unsigned long profile) {
  switch (profile) {
    case SRTP_AES128_CM_SHA1_80:
      return SrtpSuite::aes_cm_128_hmac_sha1_80;
    case SRTP_AES128_CM_SHA1_32:
      return SrtpSuite::aes_cm_128_hmac_sha1_32;
    case SRTP_AEAD_AES_128_GCM:
      return SrtpSuite::aead_aes_128_gcm;
    case SRTP_AEAD_AES_256_GCM:
      return SrtpSuite::aead_aes_256_gcm;
    default:
      return std::nullopt;
  }
}

size_t key_bytes(SrtpSuite suite) { return suite == SrtpSuite::aead_aes_256_gcm ? 32 : 16; }

/// Of the newest error of the library, which is left without any.
std::string last_error() {
  const char* text = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return text == nullptr ? "the handshake failed" : text;
}

}  // namespace

BIO_METHOD* DtlsHandshake::bio_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");
    if (made == nullptr) return made;
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return method;
}

int DtlsHandshake::bio_write(BIO* bio, const char* bytes, int size) {
  auto* self = static_cast<DtlsHandshake*>(BIO_get_data(bio));
  if (self->outgoing_.size() < kMostOutgoing) self->outgoing_.emplace_back(bytes, bytes + size);
  return size;
}

int DtlsHandshake::bio_read(BIO* bio, char* bytes, int size) {
  auto* self = static_cast<DtlsHandshake*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (self->incoming_.empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const size_t taken = std::min(static_cast<size_t>(size), self->incoming_.size());
  std::copy_n(self->incoming_.begin(), taken, bytes);
  // What does not fit is gone, as with a datagram.
  self->incoming_ = {};
  return static_cast<int>(taken);
}

long DtlsHandshake::bio_control(BIO*, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_DGRAM_QUERY_MTU:
    case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
      return kMtu;
    default:
      return 0;
  }
}

DtlsHandshake::DtlsHandshake(const DtlsIdentity& identity, bool active, std::vector<ExpectedFingerprint> expected)
    : ssl_(SSL_new(identity.context())), active_(active), expected_(std::move(expected)) {
  BIO* bio = ssl_ && bio_method() != nullptr ? BIO_new(bio_method()) : nullptr;
  if (bio == nullptr) {
    fail("no memory");
    return;
  }
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_mtu(ssl_.get(), kMtu);
  DTLS_set_timer_cb(ssl_.get(), next_timeout);
  if (active_) {
    SSL_set_connect_state(ssl_.get());
  } else {
    SSL_set_accept_state(ssl_.get());
  }
}

void DtlsHandshake::receive(std::span<const uint8_t> datagram) {
  if (state_ == State::failed) return;
  incoming_ = datagram;
  step();
  incoming_ = {};
}

void DtlsHandshake::expire() {
  if (state_ != State::running) return;
  // OpenSSL looks at the clock itself; it gives up after a dozen.
  if (DTLSv1_handle_timeout(ssl_.get()) < 0) fail("nobody answers");
}

int DtlsHandshake::timeout_ms() const {
  timeval left{};
  if (state_ != State::running || DTLSv1_get_timeout(ssl_.get(), &left) != 1) return -1;
  return static_cast<int>(left.tv_sec * 1000 + left.tv_usec / 1000 + 1);
}

void DtlsHandshake::step() {
  if (state_ == State::failed) return;
  ERR_clear_error();
  if (state_ == State::secured) {
    // The other side has not heard our last flight; a goodbye or data mean nothing here.
    std::array<uint8_t, 256> ignored;
    SSL_read(ssl_.get(), ignored.data(), ignored.size());
    ERR_clear_error();
    return;
  }
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    finish();
    return;
  }
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
  fail(last_error());
}

void DtlsHandshake::finish() {
  const std::unique_ptr<X509, Freer<X509_free>> certificate(SSL_get1_peer_certificate(ssl_.get()));
  if (!certificate || !matches(certificate.get())) {
    fail("the certificate is not the one that the signalling named");
  } else if (!derive()) {
    fail("no common SRTP profile");
  } else {
    state_ = State::secured;
  }
}

bool DtlsHandshake::matches(const X509* certificate) const {
  return std::ranges::any_of(expected_, [certificate](const ExpectedFingerprint& each) {
    const std::string found = fingerprint_of(certificate, each.hash);
    return !found.empty() && found == each.value;
  });
}

/// RFC 5764 §4.2: both keys, then both salts, the client's first.
bool DtlsHandshake::derive() {
  const SRTP_PROTECTION_PROFILE* profile = SSL_get_selected_srtp_profile(ssl_.get());
  const auto suite = profile == nullptr ? std::nullopt : suite_of(profile->id);
  if (!suite) return false;
  constexpr std::string_view kLabel = "EXTRACTOR-dtls_srtp";
  const size_t key = key_bytes(*suite);
  const size_t salt = master_bytes(*suite) - key;
  std::array<uint8_t, 2 * SrtpKeys::kMaxMaster> material{};
  if (SSL_export_keying_material(ssl_.get(), material.data(), 2 * (key + salt), kLabel.data(), kLabel.size(), nullptr, 0, 0) != 1) {
    return false;
  }
  const auto keys_of = [&](bool client) {
    SrtpKeys keys;
    keys.suite = *suite;
    std::array<uint8_t, SrtpKeys::kMaxMaster> master{};
    const std::span all(material);
    std::ranges::copy(all.subspan(client ? 0 : key, key), master.begin());
    std::ranges::copy(all.subspan(2 * key + (client ? 0 : salt), salt), master.begin() + static_cast<std::ptrdiff_t>(key));
    keys.master.set(std::span(master).first(key + salt));
    OPENSSL_cleanse(master.data(), master.size());
    return keys;
  };
  send_keys_ = keys_of(active_);
  receive_keys_ = keys_of(!active_);
  OPENSSL_cleanse(material.data(), material.size());
  return true;
}

void DtlsHandshake::fail(std::string reason) {
  state_ = State::failed;
  reason_ = std::move(reason);
}

}  // namespace hookswitch
