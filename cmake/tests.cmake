# akebono_tests: the rules' tests beside their rules, and the whole-server tests. They run from the project's root.

file(GLOB_RECURSE whole_server_sources CONFIGURE_DEPENDS tests/support/*.cpp tests/api/*.cpp tests/federation/*.cpp
    tests/property/*.cpp)
list(APPEND test_sources ${whole_server_sources})
if(NOT test_sources)
    return()
endif()

# Who only runs the server (make run) has no GoogleTest installed; make test installs it and configures again.
find_package(GTest)
if(NOT GTest_FOUND)
    return()
endif()
add_executable(akebono_tests ${test_sources})
target_include_directories(akebono_tests PRIVATE tests)
target_link_libraries(akebono_tests PRIVATE akebono_core GTest::gmock GTest::gtest GTest::gmock_main)

target_precompile_headers(akebono_tests PRIVATE ${precompiled_headers} cmake/pch_tests.h)

# Tests are compiled at -O0 even beside release code: they are written once and run once.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(akebono_tests PRIVATE -O0)
endif()
if(CMAKE_BUILD_TYPE MATCHES "^(Release|Asan|Tsan)$")
    compile_in_batches(akebono_tests ${test_sources})
endif()

enable_testing()
foreach(engine sqlite postgresql)
    add_test(NAME ${engine} COMMAND akebono_tests WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${engine} PROPERTIES ENVIRONMENT AKEBONO_TEST_DATABASE=${engine})
endforeach()
