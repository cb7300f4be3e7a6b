/**
 * The model registry of scheduled retraining: versions published whole or not at all, the pointer to the one in
 * service, the lock that keeps two runs apart, the gate that keeps a worse model out, and the state of every run.
 *
 * <p>A model is a folder of files here, whatever is in them. All state lies in small JSON documents on a Hadoop file
 * system; there is no server. Four invariants:
 *
 * <ul>
 *   <li>a version is complete exactly when its {@code _SUCCESS} holds the digest of its manifest, and never changes
 *       after that;
 *   <li>{@code latest.json} is written after the version it names; when it cannot be read, the highest complete version
 *       stands in for it and the reader is told;
 *   <li>everything that changes the registry holds a lock, and a lock whose owner died runs out;
 *   <li>names from outside match a pattern and stay inside the registry's root.
 * </ul>
 *
 * <p>Depends on Hadoop's file system interface, Jackson and the JDK; not on Spark.
 */
@NullMarked
package io.convoy.spark.registry;

import org.jspecify.annotations.NullMarked;
