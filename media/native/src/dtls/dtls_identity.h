// The certificate that handshakes show: made by the process for itself, because the signalling vouches for it by its fingerprint
// (RFC 5763 §3, RFC 8122).
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace hookswitch {

template <auto free_it>
struct Freer {
  template <typename T>
  void operator()(T* it) const {
    free_it(it);
  }
};

class DtlsIdentity {
 public:
  /// Nullptr: the library refuses.
  static std::unique_ptr<DtlsIdentity> make();

  /// SHA-256, as SDP writes it: `AB:CD:...`.
  const std::string& fingerprint() const { return fingerprint_; }
  /// Ready for either role.
  SSL_CTX* context() const { return context_.get(); }

 private:
  std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> context_;
  std::string fingerprint_;
};

/// Of a certificate, upper case with colons; empty when the hash is none of those that can be trusted.
std::string fingerprint_of(const X509* certificate, const std::string& hash);

}  // namespace hookswitch
