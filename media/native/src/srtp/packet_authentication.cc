// RFC 2104 over SHA-1, with the key's two blocks hashed once.
// OpenSSL's newer interface allocates at each start.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "srtp/packet_authentication.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <srtp2/auth.h>
#include <srtp2/srtp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>

#include "srtp/cipher_vectors.h"

namespace hookswitch {

namespace {

struct AuthState {
  srtp_auth_t auth{};
  SHA_CTX inner{};
  SHA_CTX outer{};
  SHA_CTX running{};

  ~AuthState() {
    OPENSSL_cleanse(&inner, sizeof inner);
    OPENSSL_cleanse(&outer, sizeof outer);
    OPENSSL_cleanse(&running, sizeof running);
  }
};

extern const srtp_auth_type_t hmac_sha1;

srtp_err_status_t alloc(srtp_auth_t** made, int key_len, int out_len) {
  if (key_len > SHA_CBLOCK || out_len > SHA_DIGEST_LENGTH) return srtp_err_status_bad_param;
  auto* state = new (std::nothrow) AuthState;
  if (state == nullptr) return srtp_err_status_alloc_fail;
  state->auth = {&hmac_sha1, state, out_len, key_len, 0};
  *made = &state->auth;
  return srtp_err_status_ok;
}

srtp_err_status_t dealloc(srtp_auth_t* auth) {
  delete static_cast<AuthState*>(auth->state);
  return srtp_err_status_ok;
}

void begin(SHA_CTX& context, const uint8_t* key, int key_len, uint8_t pad) {
  std::array<uint8_t, SHA_CBLOCK> block;
  block.fill(pad);
  for (size_t index = 0; index < static_cast<size_t>(key_len); ++index) block[index] ^= key[index];
  SHA1_Init(&context);
  SHA1_Update(&context, block.data(), block.size());
  OPENSSL_cleanse(block.data(), block.size());
}

srtp_err_status_t init(void* of, const uint8_t* key, int key_len) {
  auto& state = *static_cast<AuthState*>(of);
  begin(state.inner, key, key_len, 0x36);
  begin(state.outer, key, key_len, 0x5c);
  state.running = state.inner;
  return srtp_err_status_ok;
}

srtp_err_status_t start(void* of) {
  auto& state = *static_cast<AuthState*>(of);
  state.running = state.inner;
  return srtp_err_status_ok;
}

srtp_err_status_t update(void* of, const uint8_t* bytes, int length) {
  SHA1_Update(&static_cast<AuthState*>(of)->running, bytes, static_cast<size_t>(length));
  return srtp_err_status_ok;
}

srtp_err_status_t compute(void* of, const uint8_t* bytes, int length, int tag_len, uint8_t* tag) {
  if (tag_len > SHA_DIGEST_LENGTH) return srtp_err_status_bad_param;
  auto& state = *static_cast<AuthState*>(of);
  std::array<uint8_t, SHA_DIGEST_LENGTH> digest;
  SHA1_Update(&state.running, bytes, static_cast<size_t>(length));
  SHA1_Final(digest.data(), &state.running);
  state.running = state.outer;
  SHA1_Update(&state.running, digest.data(), digest.size());
  SHA1_Final(digest.data(), &state.running);
  std::copy_n(digest.begin(), tag_len, tag);
  return srtp_err_status_ok;
}

const srtp_auth_type_t hmac_sha1 = {
    alloc, dealloc, init, compute, update, start, "HMAC-SHA1", &kHmacVector, SRTP_HMAC_SHA1,
};

}  // namespace

bool replace_packet_authentication() { return srtp_replace_auth_type(&hmac_sha1, hmac_sha1.id) == srtp_err_status_ok; }

}  // namespace hookswitch
