// A unit test in one header: TEST("behaviour") { CHECK(x); CHECK_EQUAL(a, b); CHECK_NEAR(a, b, tolerance); }
// media_test [word] runs those whose name contains the word.
#pragma once

#include <cmath>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace hookswitch::test {

struct Case {
  std::string_view name;
  void (*run)();
};

inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

inline int& failures() {
  static int count = 0;
  return count;
}

struct Registration {
  Registration(std::string_view name, void (*run)()) { cases().push_back({name, run}); }
};

inline void fail(const char* file, int line, const std::string& text) {
  ++failures();
  std::cerr << file << ":" << line << ": " << text << "\n";
}

template <typename A, typename B>
void check_equal(const A& actual, const B& expected, const char* file, int line, const char* text) {
  if (actual == expected) return;
  std::string message = std::string(text) + ": not equal";
  if constexpr (std::is_arithmetic_v<A> && std::is_arithmetic_v<B>) {
    message = std::string(text) + ": " + std::to_string(actual) + " instead of " + std::to_string(expected);
  }
  fail(file, line, message);
}

}  // namespace hookswitch::test

#define TEST_JOIN2(a, b) a##b
#define TEST_JOIN(a, b) TEST_JOIN2(a, b)
#define TEST(name)                                                                                  \
  static void TEST_JOIN(test_case_, __LINE__)();                                                    \
  static const ::hookswitch::test::Registration TEST_JOIN(test_registration_, __LINE__)(name,       \
                                                                                        &TEST_JOIN(test_case_, __LINE__)); \
  static void TEST_JOIN(test_case_, __LINE__)()

#define CHECK(condition)                                                                       \
  do {                                                                                         \
    if (!(condition)) ::hookswitch::test::fail(__FILE__, __LINE__, "failed: " #condition);     \
  } while (false)

#define CHECK_EQUAL(actual, expected) \
  ::hookswitch::test::check_equal((actual), (expected), __FILE__, __LINE__, #actual)

#define CHECK_NEAR(actual, expected, tolerance)                                                              \
  do {                                                                                                       \
    const double near_actual = static_cast<double>(actual);                                                  \
    const double near_expected = static_cast<double>(expected);                                              \
    if (!(std::abs(near_actual - near_expected) <= (tolerance)))                                             \
      ::hookswitch::test::fail(__FILE__, __LINE__, std::string(#actual) + ": " + std::to_string(near_actual) + \
                                                       " instead of " + std::to_string(near_expected));      \
  } while (false)
