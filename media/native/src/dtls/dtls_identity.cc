// Makes the key and the certificate.
#include "dtls/dtls_identity.h"

#include <openssl/evp.h>
#include <openssl/srtp.h>
#include <openssl/x509.h>

#include <array>
#include <cstdint>

#include "engine/random.h"

namespace hookswitch {

namespace {

/// Strongest first; the client's order counts where the other side does not insist on its own.
constexpr const char* kSrtpProfiles =
    "SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80:SRTP_AES128_CM_SHA1_32";
/// Ephemeral keys alone: who finds the certificate's key later can not read the calls of before.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!aNULL:!SHA256:!SHA384";
/// Nobody looks at the dates (RFC 8122 §7.1 has the fingerprint decide); a clock that is not set yet must not matter.
constexpr long kYearSeconds = 365L * 24 * 3600;

using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;

/// Says nothing of whose it is: the certificate is sent in clear.
Certificate certificate_of(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  if (!certificate) return nullptr;
  X509* it = certificate.get();
  X509_NAME* name = X509_get_subject_name(it);
  const auto* word = reinterpret_cast<const unsigned char*>("phone");
  const bool good = X509_set_version(it, 2) == 1 &&
                    ASN1_INTEGER_set_uint64(X509_get_serialNumber(it), secure_random() >> 1) == 1 &&
                    X509_gmtime_adj(X509_getm_notBefore(it), -kYearSeconds) != nullptr &&
                    X509_gmtime_adj(X509_getm_notAfter(it), 10 * kYearSeconds) != nullptr &&
                    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, word, -1, -1, 0) == 1 && X509_set_issuer_name(it, name) == 1 &&
                    X509_set_pubkey(it, key) == 1 && X509_sign(it, key, EVP_sha256()) > 0;
  return good ? std::move(certificate) : nullptr;
}

/// Whoever it is: the fingerprint is looked at when the handshake is through.
int accept_any(int, X509_STORE_CTX*) { return 1; }

}  // namespace

std::unique_ptr<DtlsIdentity> DtlsIdentity::make() {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const Certificate certificate = key ? certificate_of(key.get()) : nullptr;
  auto identity = std::make_unique<DtlsIdentity>();
  identity->context_.reset(SSL_CTX_new(DTLS_method()));
  SSL_CTX* context = identity->context_.get();
  const bool good = certificate && context != nullptr && SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
                    SSL_CTX_use_certificate(context, certificate.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
                    SSL_CTX_set_cipher_list(context, kCiphers) == 1 && SSL_CTX_set_tlsext_use_srtp(context, kSrtpProfiles) == 0;
  if (!good) return nullptr;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list(context, 16'384);
  SSL_CTX_set_read_ahead(context, 1);
  identity->fingerprint_ = fingerprint_of(certificate.get(), "sha-256");
  return identity;
}

std::string fingerprint_of(const X509* certificate, const std::string& hash) {
  const EVP_MD* digest = hash == "sha-256" ? EVP_sha256() : hash == "sha-384" ? EVP_sha384() : hash == "sha-512" ? EVP_sha512() : nullptr;
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  if (digest == nullptr || X509_digest(certificate, digest, bytes.data(), &size) != 1) return {};
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string text;
  for (unsigned int index = 0; index < size; ++index) {
    if (index > 0) text += ':';
    text += kHex[bytes[index] >> 4];
    text += kHex[bytes[index] & 15];
  }
  return text;
}

}  // namespace hookswitch
