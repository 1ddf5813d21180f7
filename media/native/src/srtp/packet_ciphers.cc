// AES counter mode (RFC 3711 §4.1.1, RFC 6188) and AES-GCM (RFC 7714) by OpenSSL's contexts, made once a key.
#include "srtp/packet_ciphers.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <srtp2/cipher.h>
#include <srtp2/srtp.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <new>

#include "srtp/cipher_vectors.h"

namespace hookswitch {

namespace {

constexpr int kSaltBytes = 14;
constexpr int kGcmSaltBytes = 12;

struct CipherState {
  srtp_cipher_t cipher{};
  EVP_CIPHER_CTX* context = nullptr;
  const EVP_CIPHER* algorithm = nullptr;
  int key_bytes = 0;
  int tag_bytes = 0;
  srtp_cipher_direction_t direction = srtp_direction_encrypt;
  /// Of counter mode: the salt, which each packet's number is mixed into.
  std::array<uint8_t, 16> offset{};

  ~CipherState() {
    EVP_CIPHER_CTX_free(context);
    OPENSSL_cleanse(offset.data(), offset.size());
  }
};

CipherState& state_of(void* state) { return *static_cast<CipherState*>(state); }

srtp_err_status_t done(bool good) { return good ? srtp_err_status_ok : srtp_err_status_cipher_fail; }

srtp_err_status_t make(srtp_cipher_t** made, const srtp_cipher_type_t& type, const EVP_CIPHER* algorithm, int key_len, int tag_len) {
  auto* state = new (std::nothrow) CipherState;
  if (state == nullptr) return srtp_err_status_alloc_fail;
  state->context = EVP_CIPHER_CTX_new();
  if (state->context == nullptr) {
    delete state;
    return srtp_err_status_alloc_fail;
  }
  state->algorithm = algorithm;
  state->key_bytes = EVP_CIPHER_key_length(algorithm);
  state->tag_bytes = tag_len;
  state->cipher = {&type, state, key_len, static_cast<int>(type.id)};
  *made = &state->cipher;
  return srtp_err_status_ok;
}

srtp_err_status_t dealloc(srtp_cipher_t* cipher) {
  delete static_cast<CipherState*>(cipher->state);
  return srtp_err_status_ok;
}

srtp_err_status_t counter_init(void* of, const uint8_t* key) {
  CipherState& state = state_of(of);
  std::memcpy(state.offset.data(), key + state.key_bytes, kSaltBytes);
  return done(EVP_EncryptInit_ex(state.context, state.algorithm, nullptr, key, nullptr) == 1);
}

srtp_err_status_t counter_set_iv(void* of, uint8_t* iv, srtp_cipher_direction_t) {
  CipherState& state = state_of(of);
  std::array<uint8_t, 16> counter = state.offset;
  for (size_t index = 0; index < counter.size(); ++index) counter[index] ^= iv[index];
  return done(EVP_EncryptInit_ex(state.context, nullptr, nullptr, nullptr, counter.data()) == 1);
}

/// Its own inverse.
srtp_err_status_t counter_crypt(void* of, uint8_t* bytes, unsigned int* length) {
  int written = 0;
  return done(EVP_EncryptUpdate(state_of(of).context, bytes, &written, bytes, static_cast<int>(*length)) == 1);
}

srtp_err_status_t gcm_init(void* of, const uint8_t* key) {
  CipherState& state = state_of(of);
  return done(EVP_CipherInit_ex(state.context, state.algorithm, nullptr, key, nullptr, 1) == 1);
}

srtp_err_status_t gcm_set_iv(void* of, uint8_t* iv, srtp_cipher_direction_t direction) {
  CipherState& state = state_of(of);
  state.direction = direction;
  const int encrypts = direction == srtp_direction_encrypt ? 1 : 0;
  return done(EVP_CipherInit_ex(state.context, nullptr, nullptr, nullptr, iv, encrypts) == 1);
}

srtp_err_status_t gcm_set_aad(void* of, const uint8_t* aad, uint32_t length) {
  CipherState& state = state_of(of);
  int written = 0;
  return done(EVP_CipherUpdate(state.context, nullptr, &written, aad, static_cast<int>(length)) == 1);
}

srtp_err_status_t gcm_encrypt(void* of, uint8_t* bytes, unsigned int* length) {
  CipherState& state = state_of(of);
  int written = 0;
  return done(EVP_CipherUpdate(state.context, bytes, &written, bytes, static_cast<int>(*length)) == 1);
}

srtp_err_status_t gcm_get_tag(void* of, uint8_t* tag, uint32_t* length) {
  CipherState& state = state_of(of);
  int written = 0;
  *length = static_cast<uint32_t>(state.tag_bytes);
  return done(EVP_CipherFinal_ex(state.context, nullptr, &written) == 1 &&
              EVP_CIPHER_CTX_ctrl(state.context, EVP_CTRL_AEAD_GET_TAG, state.tag_bytes, tag) == 1);
}

/// The tag follows the ciphertext.
srtp_err_status_t gcm_decrypt(void* of, uint8_t* bytes, unsigned int* length) {
  CipherState& state = state_of(of);
  const auto tag_bytes = static_cast<unsigned int>(state.tag_bytes);
  if (*length < tag_bytes) return srtp_err_status_bad_param;
  *length -= tag_bytes;
  int written = 0;
  if (EVP_CIPHER_CTX_ctrl(state.context, EVP_CTRL_AEAD_SET_TAG, state.tag_bytes, bytes + *length) != 1) {
    return srtp_err_status_cipher_fail;
  }
  if (EVP_CipherUpdate(state.context, bytes, &written, bytes, static_cast<int>(*length)) != 1) return srtp_err_status_cipher_fail;
  return EVP_CipherFinal_ex(state.context, nullptr, &written) == 1 ? srtp_err_status_ok : srtp_err_status_auth_fail;
}

extern const srtp_cipher_type_t counter_128;
extern const srtp_cipher_type_t counter_256;
extern const srtp_cipher_type_t gcm_128;
extern const srtp_cipher_type_t gcm_256;

template <const srtp_cipher_type_t& type, int key_bytes, int salt_bytes, const EVP_CIPHER* (*algorithm)()>
srtp_err_status_t make_as(srtp_cipher_t** made, int key_len, int tag_len) {
  if (key_len != key_bytes + salt_bytes) return srtp_err_status_bad_param;
  return make(made, type, algorithm(), key_len, tag_len);
}

constexpr srtp_cipher_type_t counter_mode(srtp_cipher_alloc_func_t alloc, const srtp_cipher_test_case_t& test, srtp_cipher_type_id_t id) {
  return {alloc, dealloc, counter_init, nullptr, counter_crypt, counter_crypt, counter_set_iv, nullptr, "AES counter mode", &test, id};
}

constexpr srtp_cipher_type_t gcm(srtp_cipher_alloc_func_t alloc, const srtp_cipher_test_case_t& test, srtp_cipher_type_id_t id) {
  return {alloc, dealloc, gcm_init, gcm_set_aad, gcm_encrypt, gcm_decrypt, gcm_set_iv, gcm_get_tag, "AES-GCM", &test, id};
}

const srtp_cipher_type_t counter_128 =
    counter_mode(make_as<counter_128, 16, kSaltBytes, EVP_aes_128_ctr>, kCounter128Vector, SRTP_AES_ICM_128);
const srtp_cipher_type_t counter_256 =
    counter_mode(make_as<counter_256, 32, kSaltBytes, EVP_aes_256_ctr>, kCounter256Vector, SRTP_AES_ICM_256);
const srtp_cipher_type_t gcm_128 = gcm(make_as<gcm_128, 16, kGcmSaltBytes, EVP_aes_128_gcm>, kGcm128Vector, SRTP_AES_GCM_128);
const srtp_cipher_type_t gcm_256 = gcm(make_as<gcm_256, 32, kGcmSaltBytes, EVP_aes_256_gcm>, kGcm256Vector, SRTP_AES_GCM_256);

}  // namespace

bool replace_packet_ciphers() {
  for (const srtp_cipher_type_t* type : {&counter_128, &counter_256, &gcm_128, &gcm_256}) {
    if (srtp_replace_cipher_type(type, type->id) != srtp_err_status_ok) return false;
  }
  return true;
}

}  // namespace hookswitch
